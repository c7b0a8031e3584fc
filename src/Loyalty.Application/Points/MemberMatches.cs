using Loyalty.Application.Members;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>Finds whom events name: by card, by id, by the partner's own customer id. One query for each way, however many
/// events there are.</summary>
internal sealed class MemberMatches
{
    /// <summary>A survivor may itself be merged later, and so on.</summary>
    private const int MergeHopsMax = 8;

    private readonly Dictionary<MemberReference, Match> matches = [];

    private MemberMatches() { }

    /// <param name="Member">null of an erased member that is not named by its id.</param>
    /// <param name="Refusal">why the member cannot be named in this way: the card is blocked or replaced, the member erased.</param>
    public sealed record Match(MemberId? Member, MemberStatus Status, Refusal? Refusal)
    {
        public bool IsErased => Refusal is EventRefusal.MemberErased;
    }

    public static async Task<MemberMatches> LoadAsync(
        LoyaltyDbContext context,
        PartnerId partner,
        IReadOnlyList<IncomingEvent> events,
        ErasedReferences erased,
        CancellationToken cancellationToken
    )
    {
        var references = events
            .OfType<IncomingEvent.Sound>()
            .Select(incoming => incoming.Event.Member)
            .ToLookup(reference => reference.GetType());
        var found = new MemberMatches();
        await found.MatchCustomersAsync(
            context,
            partner,
            [
                .. references[typeof(MemberReference.ByPartnerCustomer)]
                    .Cast<MemberReference.ByPartnerCustomer>()
                    .Distinct(),
            ],
            cancellationToken
        );
        await found.MatchIdsAsync(
            context,
            [.. references[typeof(MemberReference.ById)].Cast<MemberReference.ById>().Distinct()],
            cancellationToken
        );
        await found.MatchCardsAsync(
            context,
            [.. references[typeof(MemberReference.ByCard)].Cast<MemberReference.ByCard>().Distinct()],
            cancellationToken
        );
        var unknown = references
            .SelectMany(group => group)
            .Where(reference => !found.matches.ContainsKey(reference))
            .Distinct()
            .ToArray();
        foreach (var reference in await erased.FindAsync(context, partner, unknown, cancellationToken))
        {
            found.matches[reference] = new Match(null, MemberStatus.Closed, new EventRefusal.MemberErased());
        }

        await found.ResolveMergedAsync(context, cancellationToken);
        return found;
    }

    public Match? Of(MemberReference reference) => matches.GetValueOrDefault(reference);

    /// <summary>Whoever names a merged member means the one that it became part of. No query where nobody is merged.</summary>
    private async Task ResolveMergedAsync(LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop < MergeHopsMax; hop++)
        {
            var merged = matches.Where(match => match.Value.Status == MemberStatus.Merged).ToArray();
            if (merged.Length == 0)
            {
                return;
            }

            var ids = merged.Select(match => match.Value.Member!.Value).Distinct().ToArray();
            var survivors = await context
                .Members.Where(member => ids.Contains(member.Id))
                .Join(
                    context.Members,
                    member => member.MergedInto,
                    survivor => survivor.Id,
                    (member, survivor) =>
                        new
                        {
                            member.Id,
                            Survivor = survivor.Id,
                            survivor.Status,
                            IsErased = survivor.ErasedAt != null,
                        }
                )
                .ToDictionaryAsync(row => row.Id, cancellationToken);
            foreach (var (reference, match) in merged)
            {
                if (survivors.TryGetValue(match.Member!.Value, out var survivor))
                {
                    var refusal = survivor.IsErased ? new EventRefusal.MemberErased() : match.Refusal;
                    matches[reference] = new Match(survivor.Survivor, survivor.Status, refusal);
                }
            }
        }
    }

    private async Task MatchCustomersAsync(
        LoyaltyDbContext context,
        PartnerId partner,
        MemberReference.ByPartnerCustomer[] references,
        CancellationToken cancellationToken
    )
    {
        if (references.Length == 0)
        {
            return;
        }

        var ids = references.Select(reference => reference.PartnerCustomerId).ToArray();
        var rows = await context
            .MemberLinks.Where(link => link.PartnerId == partner && ids.Contains(link.PartnerCustomerId))
            .Join(
                context.Members,
                link => link.MemberId,
                member => member.Id,
                (link, member) =>
                    new
                    {
                        link.PartnerCustomerId,
                        member.Id,
                        member.Status,
                    }
            )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            matches[new MemberReference.ByPartnerCustomer(row.PartnerCustomerId)] = new Match(row.Id, row.Status, null);
        }
    }

    private async Task MatchIdsAsync(
        LoyaltyDbContext context,
        MemberReference.ById[] references,
        CancellationToken cancellationToken
    )
    {
        if (references.Length == 0)
        {
            return;
        }

        var ids = references.Select(reference => reference.MemberId).ToArray();
        var rows = await context
            .Members.Where(member => ids.Contains(member.Id))
            .Select(member => new
            {
                member.Id,
                member.Status,
                IsErased = member.ErasedAt != null,
            })
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            matches[new MemberReference.ById(row.Id)] = new Match(
                row.Id,
                row.Status,
                row.IsErased ? new EventRefusal.MemberErased() : null
            );
        }
    }

    private async Task MatchCardsAsync(
        LoyaltyDbContext context,
        MemberReference.ByCard[] references,
        CancellationToken cancellationToken
    )
    {
        // Keyed by the number as ours: a partner may send it with blanks.
        var numbers = new Dictionary<CardNumber, List<MemberReference.ByCard>>();
        foreach (var reference in references)
        {
            if (CardNumber.TryParse(reference.CardNumber, out var number))
            {
                numbers.TryAdd(number, []);
                numbers[number].Add(reference);
            }
        }

        if (numbers.Count == 0)
        {
            return;
        }

        var keys = numbers.Keys.ToArray();
        var rows = await context
            .Cards.AsNoTracking()
            .Where(card => keys.Contains(card.Number))
            .Join(
                context.Members,
                card => card.MemberId,
                member => member.Id,
                (card, member) => new { card, member.Status }
            )
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            var match = new Match(row.card.MemberId, row.Status, row.card.WhyRefused());
            foreach (var reference in numbers[row.card.Number])
            {
                matches[reference] = match;
            }
        }
    }
}
