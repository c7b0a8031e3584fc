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

    private DateOnly Today => now.DayIn(zone);

    public EarnCommand Earn(PartnerEvent.TransactionPosted posted, MemberId member, PartnerEventRecord record)
    {
        var explanation = Explain(posted, record) with
        {
            Amount = ExplainedMoney.Of(posted.Amount),
            Operation = posted.Operation,
            Category = posted.Category,
        };
        var awards = rules.Evaluate(
            new EarningInput
            {
                Partner = partner.Id,
                EventType = posted.Type,
                OccurredAt = posted.OccurredAt,
                Amount = posted.Amount,
                Operation = posted.Operation,
                Category = posted.Category,
                Lines = posted.Lines,
            }
        );
        var accruals = awards
            .GroupBy(award => (award.Currency, award.ActivationDelayDays))
            .Select(group =>
                Accrue(
                    group.Key.Currency,
                    group.Sum(award => award.Points),
                    group.Key.ActivationDelayDays,
                    posted.OccurredAt,
                    explanation with
                    {
                        Rules = [.. group.Select(ExplainedRule.Of)],
                    }
                )
            )
            .ToArray();
        return new EarnCommand
        {
            Event = record,
            Member = member,
            Accruals = [.. accruals.Where(accrual => accrual.Points > 0)],
            // Rules that gave 0 say why; without any, that none held says it.
            WhyNone = accruals.FirstOrDefault()?.Explanation ?? explanation with { Rules = [] },
        };
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
                    activationDelayDays: 0,
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
            Entries = original.Postings is { } postings ? Postings.Parse(postings).Entries : [],
            Amount = reversed.Amount,
            Policy = programme.ReturnPolicy,
            Day = Today,
            Explanation = Explain(reversed, record),
        };
    }

    private Accrual Accrue(
        PointCurrencyCode code,
        long points,
        int activationDelayDays,
        DateTimeOffset occurredAt,
        Explanation explanation
    )
    {
        var lot = new LotKey(
            ExpiryOf(code),
            activationDelayDays == 0 ? LotKey.AtOnce : Today.AddDays(activationDelayDays),
            Funder.Of(partner.Id)
        );
        explanation = explanation with
        {
            UsableUntil = lot.ExpiresOn == LotKey.Never ? null : lot.ExpiresOn,
            UsableFrom = lot.ActivatesOn == LotKey.AtOnce ? null : lot.ActivatesOn,
        };
        if (partner.Contract.PointsPerEventMax is { } max && points > max)
        {
            var trimmed = new ExplainedCap(nameof(PartnerContract.PointsPerEventMax), max, UsedBefore: 0, points, max);
            explanation = explanation with { Caps = [trimmed] };
            points = max;
        }

        var dailyCap = partner.Contract.PointsPerMemberPerDayMax is { } limit
            ? new DailyCap(
                nameof(PartnerContract.PointsPerMemberPerDayMax),
                partner.Id.Value,
                occurredAt.DayIn(zone),
                limit
            )
            : null;
        return new Accrual(code, points, lot, dailyCap, explanation);
    }

    private DateOnly ExpiryOf(PointCurrencyCode code) =>
        currencies.GetValueOrDefault(code)?.Expiry.ExpiryOf(Today) ?? LotKey.Never;

    private static Explanation Explain(PartnerEvent partnerEvent, PartnerEventRecord record) =>
        new()
        {
            EventType = partnerEvent.Type,
            Source = partnerEvent.Source,
            EventId = partnerEvent.Id,
            Late = record.Late,
        };
}
