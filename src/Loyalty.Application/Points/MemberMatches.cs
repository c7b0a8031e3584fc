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
    private readonly Dictionary<MemberReference, Match> matches = [];

    private MemberMatches() { }

    /// <param name="Refusal">why the member cannot be named in this way: the card is blocked or replaced.</param>
    public sealed record Match(MemberId Member, MemberStatus Status, Refusal? Refusal);

    public static async Task<MemberMatches> LoadAsync(
        LoyaltyDbContext context,
        PartnerId partner,
        IReadOnlyList<IncomingEvent> events,
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
        return found;
    }

    public Match? Of(MemberReference reference) => matches.GetValueOrDefault(reference);

    /// <summary>Who bought when, of the transactions whose member is known.</summary>
    public IReadOnlyCollection<(MemberId Member, DateTimeOffset At)> OfTransactions(
        IReadOnlyList<IncomingEvent> events
    ) =>
        [
            .. events
                .OfType<IncomingEvent.Sound>()
                .Where(incoming => incoming.Event is PartnerEvent.TransactionPosted)
                .Select(incoming => (Match: Of(incoming.Event.Member), At: incoming.Event.OccurredAt))
                .Where(one => one.Match is not null)
                .Select(one => (one.Match!.Member, one.At)),
        ];

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
            .Select(member => new { member.Id, member.Status })
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            matches[new MemberReference.ById(row.Id)] = new Match(row.Id, row.Status, null);
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
