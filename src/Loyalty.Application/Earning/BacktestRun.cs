using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Earning;

/// <summary>Runs rules over posted transactions in memory: by the path that real events take, up to where the ledger would write.</summary>
internal sealed class BacktestRun(
    LoyaltyDbContext context,
    FindMemberFacts findFacts,
    ClubSettings club,
    RuleSet rules,
    PublishedRule tried,
    Money? costPerPoint
)
{
    private readonly TimeZoneInfo zone = club.Programme.Zone();
    private readonly BacktestTally tally = new(tried.Definition.Effect.PointCurrency, costPerPoint);
    private readonly BacktestCounters counters = new();
    private Dictionary<PartnerId, Partner> partners = [];

    public BacktestResult Result() => tally.Result(counters.AreComplete);

    public async Task StartAsync(CancellationToken cancellationToken) =>
        partners = await context.Partners.AsNoTracking().ToDictionaryAsync(one => one.Id, cancellationToken);

    /// <param name="records">of one partner, in the order of their arrival.</param>
    public async Task AddAsync(IReadOnlyList<PartnerEventRecord> records, CancellationToken cancellationToken)
    {
        if (!partners.TryGetValue(records[0].PartnerId, out var partner))
        {
            return;
        }

        var facts = await findFacts.ReadAsync(
            context,
            // What was bought before is a matter of each event's own instant.
            rules.Facts & ~FactKinds.FirstPurchase,
            partner.Id,
            [.. records.Select(record => (record.MemberId!.Value, record.OccurredAt!.Value))],
            zone,
            cancellationToken
        );
        var buyers = rules.Facts.HasFlag(FactKinds.FirstPurchase)
            ? await FirstPurchases.ReadAsync(context, partner.Id, records, cancellationToken)
            : null;
        foreach (var record in records)
        {
            var member = record.MemberId!.Value;
            var known = facts.Of(member, record.OccurredAt!.Value) ?? MemberFacts.None;
            Add(partner, record, member, buyers?.AddTo(known, member, record.ReceivedAt) ?? known, facts);
        }
    }

    private void Add(Partner partner, PartnerEventRecord record, MemberId member, MemberFacts known, KnownFacts facts)
    {
        var detail = TransactionDetail.Parse(record.Detail);
        var tiers = facts.TiersOf(member, record.OccurredAt!.Value);
        var input = new EarningInput
        {
            Partner = partner.Id,
            EventType = record.Type,
            OccurredAt = record.OccurredAt.Value,
            Zone = zone,
            Amount = new Money(record.Amount!.Value, record.AmountCurrency!.Value),
            Operation = detail.Operation,
            Category = detail.Category,
            Channel = detail.Channel,
            Lines = detail.ToLines(),
            Tiers = tiers,
            Member = known,
        };
        var commands = new EventCommands(partner, rules, club.Programme, club.Currencies, record.ReceivedAt);
        var settled = commands.Try(input, counters.Of(member));
        var points = new Dictionary<PointCurrencyCode, long>();
        var ofDraft = 0L;
        foreach (var accrual in settled.Accruals)
        {
            var given = accrual.DailyCap is { } cap
                ? counters.Trim(WalletId.Of(member, accrual.Currency), cap.CapId, cap.Day, cap.Limit, accrual.Points)
                : accrual.Points;
            points[accrual.Currency] = points.GetValueOrDefault(accrual.Currency) + given;
            ofDraft += (accrual.Explanation.Rules ?? [])
                .Where(rule => rule.Rule == tried.Rule.ToString())
                .Sum(rule => rule.Points);
        }

        tally.Add(new BacktestEvent(partner.Id, member, tiers, Posted(record), points, ofDraft));
    }

    private static Dictionary<PointCurrencyCode, long> Posted(PartnerEventRecord record)
    {
        var points = new Dictionary<PointCurrencyCode, long>();
        foreach (var posting in record.Postings is { } json ? Postings.Parse(json).Entries : [])
        {
            var currency = PointCurrencyCode.Parse(posting.Currency);
            points[currency] = points.GetValueOrDefault(currency) + posting.Points;
        }

        return points;
    }
}

/// <summary>When members first bought, in the club and at one partner.</summary>
internal sealed class FirstPurchases
{
    private readonly Dictionary<MemberId, DateTimeOffset> inClub;
    private readonly Dictionary<MemberId, DateTimeOffset> atPartner;

    private FirstPurchases(
        Dictionary<MemberId, DateTimeOffset> inClub,
        Dictionary<MemberId, DateTimeOffset> atPartner
    ) => (this.inClub, this.atPartner) = (inClub, atPartner);

    public static async Task<FirstPurchases> ReadAsync(
        LoyaltyDbContext context,
        PartnerId partner,
        IReadOnlyList<PartnerEventRecord> records,
        CancellationToken cancellationToken
    )
    {
        var members = records.Select(record => record.MemberId).Distinct().ToArray();
        var purchases = context.PartnerEvents.Where(record =>
            members.Contains(record.MemberId) && record.Status == PartnerEventStatus.Posted && record.Amount != null
        );
        Task<Dictionary<MemberId, DateTimeOffset>> FirstAsync(IQueryable<PartnerEventRecord> some) =>
            some.GroupBy(record => record.MemberId)
                .Select(group => new { group.Key, At = group.Min(record => record.ReceivedAt) })
                .ToDictionaryAsync(row => row.Key!.Value, row => row.At, cancellationToken);
        return new FirstPurchases(
            await FirstAsync(purchases),
            await FirstAsync(purchases.Where(record => record.PartnerId == partner))
        );
    }

    public MemberFacts AddTo(MemberFacts facts, MemberId member, DateTimeOffset at) =>
        facts with
        {
            HasPurchased = inClub.TryGetValue(member, out var first) && first < at,
            HasPurchasedAtPartner = atPartner.TryGetValue(member, out var there) && there < at,
        };
}
