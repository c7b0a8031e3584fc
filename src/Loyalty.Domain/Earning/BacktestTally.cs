using System.Globalization;
using System.Runtime.InteropServices;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;

namespace Loyalty.Domain.Earning;

/// <summary>What one event gave, and what it would have given.</summary>
/// <param name="Posted">points really given, by currency.</param>
/// <param name="Tried">points by the rules with the draft.</param>
/// <param name="OfDraft">how much of them by the draft itself.</param>
public sealed record BacktestEvent(
    PartnerId Partner,
    MemberId Member,
    IReadOnlyList<TierCode> Tiers,
    IReadOnlyDictionary<PointCurrencyCode, long> Posted,
    IReadOnlyDictionary<PointCurrencyCode, long> Tried,
    long OfDraft
);

/// <summary>Adds events up in bounded memory. Of more members than <see cref="MembersMax"/> a share is kept that halves as often
/// as it must, always by the same members' ids.</summary>
/// <param name="draft">the point currency that winners and losers are told of.</param>
/// <param name="costPerPoint">of a point of that currency; null when nobody said.</param>
public sealed class BacktestTally(
    PointCurrencyCode draft,
    Money? costPerPoint,
    int membersMax = BacktestTally.MembersMax
)
{
    public const int MembersMax = 200_000;

    private readonly Dictionary<PointCurrencyCode, (long Posted, long Tried, long OfDraft)> totals = [];
    private readonly Dictionary<PartnerId, Difference> partners = [];
    private readonly Dictionary<TierCode, Difference> tiers = [];
    private readonly Dictionary<MemberId, (long Posted, long Tried)> members = [];
    private readonly PointHistogram perEvent = new();
    private int halvings;

    public long Events { get; private set; }

    public long EventsSkipped { get; private set; }

    public void Skip() => EventsSkipped++;

    public void Add(BacktestEvent one)
    {
        Events++;
        foreach (var currency in one.Posted.Keys.Union(one.Tried.Keys).Append(draft).Distinct())
        {
            ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(totals, currency, out _);
            total.Posted += one.Posted.GetValueOrDefault(currency);
            total.Tried += one.Tried.GetValueOrDefault(currency);
            total.OfDraft += currency == draft ? one.OfDraft : 0;
        }

        var (posted, tried) = (one.Posted.GetValueOrDefault(draft), one.Tried.GetValueOrDefault(draft));
        perEvent.Add(tried);
        CollectionsMarshal.GetValueRefOrAddDefault(partners, one.Partner, out _).Add(posted, tried);
        foreach (var tier in one.Tiers)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(tiers, tier, out _).Add(posted, tried);
        }

        if (IsKept(one.Member))
        {
            ref var member = ref CollectionsMarshal.GetValueRefOrAddDefault(members, one.Member, out _);
            member = (member.Posted + posted, member.Tried + tried);
            Shrink();
        }
    }

    public BacktestResult Result(bool countsAreComplete)
    {
        var perMember = new PointHistogram();
        var all = default(Difference);
        foreach (var (posted, tried) in members.Values)
        {
            perMember.Add(tried);
            all.Add(posted, tried);
        }

        return new BacktestResult(
            Events,
            EventsSkipped,
            [
                .. totals
                    .OrderBy(total => total.Key.Value, StringComparer.Ordinal)
                    .Select(total => Cost(total.Key, total.Value)),
            ],
            [
                .. partners
                    .Select(one => one.Value.Named(one.Key.ToString()))
                    .OrderBy(one => one.Name, StringComparer.Ordinal),
            ],
            [.. tiers.Select(one => one.Value.Named(one.Key.Value)).OrderBy(one => one.Name, StringComparer.Ordinal)],
            all.Named(""),
            1.0 / (1L << halvings),
            PointDistribution.Of(perEvent),
            PointDistribution.Of(perMember),
            countsAreComplete
        );
    }

    private BacktestCost Cost(PointCurrencyCode currency, (long Posted, long Tried, long OfDraft) total)
    {
        var cost = currency == draft ? costPerPoint : null;
        return new BacktestCost(
            currency.Value,
            total.Posted,
            total.Tried,
            total.OfDraft,
            Money(total.Posted, cost),
            Money(total.Tried, cost),
            Money(total.Tried - total.Posted, cost)
        );
    }

    private static BacktestMoney? Money(long points, Money? cost) =>
        cost is { } one
            ? new BacktestMoney(
                (points * one.Amount).ToString("0.00##", CultureInfo.InvariantCulture),
                one.Currency.Code
            )
            : null;

    /// <summary>By the id's last bits, which are random.</summary>
    private bool IsKept(MemberId member)
    {
        Span<byte> bytes = stackalloc byte[16];
        member.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
        return (bits & ((1u << halvings) - 1)) == 0;
    }

    private void Shrink()
    {
        const int halvingsMax = 31;
        while (members.Count > membersMax && halvings < halvingsMax)
        {
            halvings++;
            foreach (var gone in members.Keys.Where(member => !IsKept(member)).ToArray())
            {
                members.Remove(gone);
            }
        }
    }

    private struct Difference
    {
        private long winners;
        private long losers;
        private long same;
        private long more;
        private long less;

        public void Add(long posted, long tried)
        {
            if (tried > posted)
            {
                winners++;
                more += tried - posted;
            }
            else if (tried < posted)
            {
                losers++;
                less += posted - tried;
            }
            else
            {
                same++;
            }
        }

        public readonly BacktestDifference Named(string name) => new(name, winners, losers, same, more, less);
    }
}
