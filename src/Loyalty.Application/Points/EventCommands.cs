using Loyalty.Application.Earning;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Points;

/// <summary>Turns an event of a matched member into what is asked of the ledger: by the rules for a transaction, by the
/// contract for points that the partner granted. Pure; made anew for each request.</summary>
/// <param name="currencies">all point currencies of the club.</param>
/// <param name="now">when the event is posted: lots lapse counted from this day, so that points of a late event do not
/// arrive lapsed.</param>
public sealed class EventCommands(
    Partner partner,
    RuleSet rules,
    Programme programme,
    IReadOnlyDictionary<PointCurrencyCode, PointCurrency> currencies,
    DateTimeOffset now
)
{
    private readonly TimeZoneInfo zone = programme.Zone();

    public TimeZoneInfo Zone => zone;

    private DateOnly Today => now.DayIn(zone);

    /// <param name="spending">what of the event earns.</param>
    /// <param name="facts">what the rules ask about the member.</param>
    public EarnCommand Earn(
        PartnerEvent posted,
        Spending spending,
        MemberId member,
        PartnerEventRecord record,
        KnownFacts facts
    )
    {
        var input = Input(posted, spending, member, facts);
        var explanation = Explain(posted, record) with
        {
            Amount = ExplainedMoney.Of(spending.Amount),
            Operation = spending.Operation,
            Category = spending.Category,
            Channel = spending.Channel,
            Tiers = input.Tiers is { Count: > 0 } tiers ? [.. tiers.Select(tier => tier.Value)] : null,
        };
        var plan = rules.Plan(input);
        var settled = plan.Counts ? null : Settle(plan.Settle(), posted.OccurredAt, explanation);
        return new EarnCommand
        {
            Event = record,
            Member = member,
            Accruals = settled?.Accruals ?? [],
            WhyNone = settled?.WhyNone,
            Counted = settled is null
                ? new CountedEarning(
                    [.. plan.Currencies],
                    [.. plan.Counters],
                    DailyCapOn(posted.OccurredAt),
                    counters => Settle(plan.Settle(counters), posted.OccurredAt, explanation)
                )
                : null,
        };
    }

    private EarningInput Input(PartnerEvent posted, Spending spending, MemberId member, KnownFacts facts) =>
        new()
        {
            Partner = partner.Id,
            EventType = posted.Type,
            OccurredAt = posted.OccurredAt,
            Zone = zone,
            Amount = spending.Amount,
            Operation = spending.Operation,
            Category = spending.Category,
            Channel = spending.Channel,
            Lines = spending.Lines,
            Tiers = facts.TiersOf(member, posted.OccurredAt),
            Member = facts.Of(member, posted.OccurredAt),
        };

    /// <summary>What an event would give, with what had counted before; nothing is asked of the ledger.</summary>
    internal SettledEarning Try(in EarningInput input, ICapCounters counters) =>
        Settle(
            rules.Plan(input).Settle(counters),
            input.OccurredAt,
            new Explanation
            {
                EventType = input.EventType,
                Source = "",
                EventId = "",
            }
        );

    /// <summary>Awards of one currency that become available and lapse together are one accrual. What the contract allows an event
    /// is of a currency: an accrual gets what those before it leave.</summary>
    private SettledEarning Settle(IReadOnlyList<Award> awards, DateTimeOffset occurredAt, Explanation explanation)
    {
        var given = new Dictionary<PointCurrencyCode, long>();
        var accruals = awards
            .GroupBy(award =>
                (
                    award.Currency,
                    Activation: new Activation(award.ActivationDelayDays, award.ActivatesByEvent),
                    award.Expiry
                )
            )
            .Select(group =>
            {
                var before = given.GetValueOrDefault(group.Key.Currency);
                var accrual = Accrue(
                    group.Key.Currency,
                    group.Sum(award => award.Points),
                    before,
                    group.Key.Activation,
                    group.Key.Expiry,
                    occurredAt,
                    explanation with
                    {
                        Rules = [.. group.Select(ExplainedRule.Of)],
                    }
                );
                given[group.Key.Currency] = before + accrual.Points;
                return accrual;
            })
            .ToArray();
        return new SettledEarning(
            [.. accruals.Where(accrual => accrual.Points > 0)],
            // Rules that gave 0 say why; without any, that none held says it.
            accruals.FirstOrDefault()?.Explanation
                ?? explanation with
                {
                    Rules = [],
                }
        );
    }

    public EarnCommand Grant(PartnerEvent.PointsGranted granted, MemberId member, PartnerEventRecord record) =>
        new()
        {
            Event = record,
            Member = member,
            Accruals =
            [
                Accrue(
                    granted.Currency,
                    granted.Points,
                    before: 0,
                    activation: default,
                    expiry: null,
                    granted.OccurredAt,
                    Explain(granted, record) with
                    {
                        Granted = granted.Points,
                    }
                ),
            ],
        };

    /// <param name="original">a posted event of the same partner.</param>
    public ReverseCommand Reverse(
        PartnerEvent.TransactionReversed reversed,
        PartnerEventRecord original,
        PartnerEventRecord record
    )
    {
        record.MemberId = original.MemberId;
        return new()
        {
            Event = record,
            Member = original.MemberId!.Value,
            Original = original.EventKey,
            OriginalEventId = original.EventId,
            OriginalCurrency = original.AmountCurrency,
            Entries = original.Postings is { } postings ? Postings.Parse(postings).Entries : [],
            Amount = reversed.Amount,
            Policy = programme.ReturnPolicy,
            Day = Today,
            Explanation = Explain(reversed, record),
        };
    }

    /// <param name="original">a posted event of the same partner.</param>
    public ActivateCommand Activate(
        PartnerEvent.TransactionCompleted completed,
        PartnerEventRecord original,
        PartnerEventRecord record
    )
    {
        record.MemberId = original.MemberId;
        return new()
        {
            Event = record,
            Member = original.MemberId!.Value,
            Original = original.EventKey,
            OriginalEventId = original.EventId,
            Entries = original.Postings is { } postings
                ? [.. Postings.Parse(postings).Entries.Where(posting => posting.WaitsUntil is not null)]
                : [],
            Day = Today,
            Explanation = Explain(completed, record),
        };
    }

    /// <param name="before">points of the currency that the event gave already.</param>
    private Accrual Accrue(
        PointCurrencyCode code,
        long points,
        long before,
        Activation activation,
        ExpiryModel? expiry,
        DateTimeOffset occurredAt,
        Explanation explanation
    )
    {
        var funding = new FundingSplit(partner.Id, partner.Contract.Funding.PartnerShare);
        var lot = new LotKey(expiry?.ExpiryOf(Today) ?? ExpiryOf(code), activation.From(Today), Funder.Of(partner.Id));
        explanation = explanation with
        {
            UsableUntil = lot.ExpiresOn == LotKey.Never ? null : lot.ExpiresOn,
            UsableFrom = lot.ActivatesOn == LotKey.AtOnce || lot.ActivatesOn == LotKey.ByEvent ? null : lot.ActivatesOn,
            WaitsForEvent = activation.ByEvent ? true : null,
        };
        if (partner.Contract.PointsPerEventMax is { } max && points > max - before)
        {
            var left = max - before;
            var trimmed = new ExplainedCap(nameof(PartnerContract.PointsPerEventMax), max, before, points, left);
            explanation = explanation with { Caps = [trimmed] };
            points = left;
        }

        return new Accrual(code, points, lot, funding, DailyCapOn(occurredAt), explanation)
        {
            WaitsForEvent = activation.ByEvent,
        };
    }

    private DailyCap? DailyCapOn(DateTimeOffset occurredAt) =>
        partner.Contract.PointsPerMemberPerDayMax is { } limit
            ? new DailyCap(
                nameof(PartnerContract.PointsPerMemberPerDayMax),
                partner.Id.Value,
                occurredAt.DayIn(zone),
                limit
            )
            : null;

    private DateOnly ExpiryOf(PointCurrencyCode code) =>
        currencies.GetValueOrDefault(code)?.Expiry.ExpiryOf(Today) ?? LotKey.Never;

    /// <summary>When points become available.</summary>
    private readonly record struct Activation(int DelayDays, bool ByEvent)
    {
        public DateOnly From(DateOnly today) =>
            (DelayDays, ByEvent) switch
            {
                (0, true) => LotKey.ByEvent,
                (0, false) => LotKey.AtOnce,
                _ => today.AddDays(DelayDays),
            };
    }

    private static Explanation Explain(PartnerEvent partnerEvent, PartnerEventRecord record) =>
        new()
        {
            EventType = partnerEvent.Type,
            Source = partnerEvent.Source,
            EventId = partnerEvent.Id,
            Late = record.Late,
        };
}
