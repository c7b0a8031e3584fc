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

    private static readonly KeptQuery<Func<LoyaltyDbContext, CardNumber[], IAsyncEnumerable<CardRow>>> OfCards = new(
        () =>
            EF.CompileAsyncQuery(
                (LoyaltyDbContext context, CardNumber[] numbers) =>
                    context
                        .Cards.Where(card => numbers.Contains(card.Number))
                        .Join(
                            context.Members,
                            card => card.MemberId,
                            member => member.Id,
                            (card, member) => new CardRow(card.Number, card.Status, member.Id, member.Status)
                        )
            )
    );

    private static readonly KeptQuery<
        Func<LoyaltyDbContext, PartnerId, string[], IAsyncEnumerable<CustomerRow>>
    > OfCustomers = new(() =>
        EF.CompileAsyncQuery(
            (LoyaltyDbContext context, PartnerId partner, string[] customers) =>
                context
                    .MemberLinks.Where(link => link.PartnerId == partner && customers.Contains(link.PartnerCustomerId))
                    .Join(
                        context.Members,
                        link => link.MemberId,
                        member => member.Id,
                        (link, member) => new CustomerRow(link.PartnerCustomerId, member.Id, member.Status)
                    )
        )
    );

    private readonly PartnerId partner;
    private readonly IReadOnlyDictionary<(PartnerId, MemberReference), Match> matches;

    private MemberMatches(PartnerId partner, IReadOnlyDictionary<(PartnerId, MemberReference), Match> matches) =>
        (this.partner, this.matches) = (partner, matches);

    /// <param name="Member">null of an erased member that is not named by its id.</param>
    /// <param name="Refusal">why the member cannot be named in this way: the card is blocked or replaced, the member erased.</param>
    public sealed record Match(MemberId? Member, MemberStatus Status, Refusal? Refusal)
    {
        public bool IsErased => Refusal is EventRefusal.MemberErased;
    }

    /// <returns>Null when too many wait for an answer already.</returns>
    public static async Task<MemberMatches?> FindAsync(
        EventLookups lookups,
        PartnerId partner,
        IReadOnlyList<IncomingEvent> events,
        CancellationToken cancellationToken
    )
    {
        var references = new HashSet<(PartnerId, MemberReference)>(events.Count);
        foreach (var incoming in events)
        {
            if (incoming is IncomingEvent.Sound sound)
            {
                references.Add((partner, sound.Event.Member));
            }
        }

        var matches = await lookups.Members.FindAsync(references, cancellationToken);
        return matches is null ? null : new MemberMatches(partner, matches);
    }

    /// <summary>Whom a partner means, beside any event.</summary>
    public static async Task<Match?> FindOneAsync(
        EventLookups lookups,
        PartnerId partner,
        MemberReference reference,
        CancellationToken cancellationToken
    ) =>
        (await lookups.Members.FindAsync([(partner, reference)], cancellationToken))?.GetValueOrDefault(
            (partner, reference)
        );

    public Match? Of(MemberReference reference) => matches.GetValueOrDefault((partner, reference));

    /// <summary>Who bought when, of what earns by the rules and whose member is known.</summary>
    public IReadOnlyCollection<(MemberId Member, DateTimeOffset At)> OfTransactions(
        IReadOnlyList<IncomingEvent> events,
        PartnerContract contract
    ) =>
        [
            .. events
                .OfType<IncomingEvent.Sound>()
                .Where(incoming => contract.SpendingOf(incoming.Event) is not null)
                .Select(incoming => (Match: Of(incoming.Event.Member), At: incoming.Event.OccurredAt))
                .Where(one => one.Match?.Member is not null)
                .Select(one => (one.Match!.Member!.Value, one.At)),
        ];

    /// <param name="found">where what is found is added.</param>
    internal static async Task LoadAsync(
        LoyaltyDbContext context,
        PartnerId partner,
        IReadOnlyList<MemberReference> references,
        ErasedReferences erased,
        Dictionary<(PartnerId, MemberReference), Match> found,
        CancellationToken cancellationToken
    )
    {
        void Add(MemberReference reference, Match match) => found[(partner, reference)] = match;

        await MatchCustomersAsync(
            context,
            partner,
            [.. references.OfType<MemberReference.ByPartnerCustomer>()],
            Add,
            cancellationToken
        );
        await MatchIdsAsync(context, [.. references.OfType<MemberReference.ById>()], Add, cancellationToken);
        await MatchCardsAsync(context, [.. references.OfType<MemberReference.ByCard>()], Add, cancellationToken);
        var unknown = references.Where(reference => !found.ContainsKey((partner, reference))).Distinct().ToArray();
        foreach (var reference in await erased.FindAsync(context, partner, unknown, cancellationToken))
        {
            Add(reference, new Match(null, MemberStatus.Closed, new EventRefusal.MemberErased()));
        }
    }

    /// <summary>Whoever names a merged member means the one that it became part of. No query where nobody is merged.</summary>
    internal static async Task ResolveMergedAsync(
        LoyaltyDbContext context,
        Dictionary<(PartnerId, MemberReference), Match> found,
        CancellationToken cancellationToken
    )
    {
        for (var hop = 0; hop < MergeHopsMax; hop++)
        {
            var merged = found.Where(match => match.Value.Status == MemberStatus.Merged).ToArray();
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
                    found[reference] = new Match(survivor.Survivor, survivor.Status, refusal);
                }
            }
        }
    }

    /// <summary>Of those who are merged: whom they became part of.</summary>
    internal static async Task<IReadOnlyDictionary<MemberId, MemberId>> SurvivorsAsync(
        LoyaltyDbContext context,
        IReadOnlyCollection<MemberId> ids,
        CancellationToken cancellationToken
    )
    {
        var survivors = new Dictionary<MemberId, MemberId>();
        var asked = ids;
        for (var hop = 0; hop < MergeHopsMax && asked.Count > 0; hop++)
        {
            var merged = await context
                .Members.Where(member => asked.Contains(member.Id) && member.MergedInto != null)
                .ToDictionaryAsync(member => member.Id, member => member.MergedInto!.Value, cancellationToken);
            foreach (var id in ids)
            {
                if (merged.TryGetValue(survivors.GetValueOrDefault(id, id), out var survivor))
                {
                    survivors[id] = survivor;
                }
            }

            asked = [.. merged.Values.Distinct()];
        }

        return survivors;
    }

    private static async Task MatchCustomersAsync(
        LoyaltyDbContext context,
        PartnerId partner,
        MemberReference.ByPartnerCustomer[] references,
        Action<MemberReference, Match> add,
        CancellationToken cancellationToken
    )
    {
        if (references.Length == 0)
        {
            return;
        }

        var ids = references.Select(reference => reference.PartnerCustomerId).ToArray();
        await foreach (var row in OfCustomers.On(context)(context, partner, ids).WithCancellation(cancellationToken))
        {
            add(new MemberReference.ByPartnerCustomer(row.PartnerCustomerId), new Match(row.Member, row.Status, null));
        }
    }

    private static async Task MatchIdsAsync(
        LoyaltyDbContext context,
        MemberReference.ById[] references,
        Action<MemberReference, Match> add,
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
            var refusal = row.IsErased ? new EventRefusal.MemberErased() : null;
            add(new MemberReference.ById(row.Id), new Match(row.Id, row.Status, refusal));
        }
    }

    private static async Task MatchCardsAsync(
        LoyaltyDbContext context,
        MemberReference.ByCard[] references,
        Action<MemberReference, Match> add,
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
        await foreach (var row in OfCards.On(context)(context, keys).WithCancellation(cancellationToken))
        {
            var match = new Match(row.Member, row.Status, Card.WhyRefused(row.CardStatus));
            foreach (var reference in numbers[row.Number])
            {
                add(reference, match);
            }
        }
    }

    private sealed record CardRow(CardNumber Number, CardStatus CardStatus, MemberId Member, MemberStatus Status);

    private sealed record CustomerRow(string PartnerCustomerId, MemberId Member, MemberStatus Status);
}
