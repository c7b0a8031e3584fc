using System.Globalization;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.GraphQL;

namespace Loyalty.Api.Points;

/// <summary>Why an entry is what it is: the event, the rules with their inputs and computation, limits, arrears, days. Recorded
/// with the entry, so that it holds whatever became of the rules since.</summary>
/// <param name="Summary">All of it in a few short sentences, in the member's preferred language, else in one of Accept-Language:
/// English, Chinese or German.</param>
/// <param name="Language">The language of the summary: en, zh or de.</param>
/// <param name="EventType">The CloudEvents type of what the partner reported.</param>
/// <param name="Amount">What the rules looked at; null when the partner granted the points.</param>
/// <param name="Granted">Points that the partner computed itself; null where rules did.</param>
/// <param name="Rules">Each rule that gave points, with its computation.</param>
/// <param name="Caps">Limits that trimmed the points.</param>
/// <param name="ArrearsRepaid">Points that went into repaying arrears.</param>
/// <param name="Reversal">What was taken back; null for other entries.</param>
/// <param name="GivenBack">What of a redemption was given back; null for other entries.</param>
/// <param name="Payment">The order that the points paid for; null for other entries.</param>
/// <param name="Refund">How a part of such an order was refunded; null for other entries.</param>
/// <param name="Household">Set for points that a household spent; null for other entries.</param>
/// <param name="Reason">The club's code of the reason, of a correction; null for other entries.</param>
/// <param name="Lots">How the entry changed the lots of the wallet, the first to lapse first.</param>
/// <param name="UsableFrom">The first day on which the points can be spent; null for at once, or for points that only wait for
/// an event.</param>
/// <param name="WaitsForEvent">Whether the points become usable once the partner reports the purchase as completed, if that is
/// before the first day.</param>
/// <param name="UsableUntil">The last day on which they can be spent; null when they do not lapse.</param>
public sealed record EntryExplanation(
    string Summary,
    string Language,
    string EventType,
    MoneyAmount? Amount,
    long? Granted,
    [property: ListSize(AssumedSize = 5)] IReadOnlyList<RuleExplanation> Rules,
    [property: ListSize(AssumedSize = 5)] IReadOnlyList<CapExplanation> Caps,
    long ArrearsRepaid,
    ReversalExplanation? Reversal,
    GivenBackExplanation? GivenBack,
    PaymentExplanation? Payment,
    RefundExplanation? Refund,
    HouseholdExplanation? Household,
    string? Reason,
    [property: ListSize(AssumedSize = 5)] IReadOnlyList<LotChange> Lots,
    DateOnly? UsableFrom,
    bool WaitsForEvent,
    DateOnly? UsableUntil
)
{
    internal static EntryExplanation Of(Entry entry, ExplanationTexts texts)
    {
        var kept = Explanation.Parse(entry.Explanation);
        return new EntryExplanation(
            texts.Summary(entry),
            texts.Language,
            kept.EventType,
            MoneyAmount.Of(kept.Amount),
            kept.Granted,
            [.. (kept.Rules ?? []).Select(RuleExplanation.Of)],
            [.. (kept.Caps ?? []).Select(CapExplanation.Of)],
            kept.ArrearsRepaid ?? 0,
            kept.Reversal is { } reversal ? ReversalExplanation.Of(reversal) : null,
            kept.GivenBack is { } back
                ? new GivenBackExplanation(back.OriginalPoints, back.GivenBackBefore, back.LapsedGraceDays)
                : null,
            PaymentExplanation.Of(kept.Payment),
            RefundExplanation.Of(kept.Refund),
            kept.Household is { } household ? new HouseholdExplanation(household.SpentBy) : null,
            kept.Reason,
            [.. LotMoves.Read(entry.LotMoves).Select(LotChange.Of)],
            kept.UsableFrom,
            kept.WaitsForEvent ?? false,
            kept.UsableUntil
        );
    }
}

/// <summary>How points of a redemption were given back: to the lots that they came from, with their own last day.</summary>
/// <param name="OriginalPoints">What the redemption had taken.</param>
/// <param name="GivenBackBefore">What of it had been given back before.</param>
/// <param name="LapsedGraceDays">How long points can be used that had lapsed meanwhile; null when they lapse at once.</param>
public sealed record GivenBackExplanation(long OriginalPoints, long GivenBackBefore, int? LapsedGraceDays);

/// <summary>An order that points paid for, wholly or in part.</summary>
/// <param name="OrderAmount">What was bought.</param>
/// <param name="PaidWithPoints">What of it the points paid.</param>
/// <param name="Due">What remained to be paid in money.</param>
/// <param name="Difference">What the points were worth beyond what they paid, because they are rounded up to whole ones.</param>
public sealed record PaymentExplanation(
    MoneyAmount OrderAmount,
    MoneyAmount PaidWithPoints,
    MoneyAmount Due,
    MoneyAmount Difference
)
{
    internal static PaymentExplanation? Of(ExplainedPayment? payment) =>
        payment is null
            ? null
            : new(
                MoneyAmount.Of(payment.OrderAmount)!,
                MoneyAmount.Of(payment.PaidWithPoints)!,
                MoneyAmount.Of(payment.Due)!,
                MoneyAmount.Of(payment.Difference)!
            );
}

/// <summary>How a part of an order was refunded: the points' value and the money are the amount.</summary>
/// <param name="Amount">What of the order was refunded.</param>
/// <param name="PointsValue">What the points that came back had paid of it.</param>
/// <param name="Money">What was to be refunded in money.</param>
/// <param name="Difference">What the points that stay spent are worth beyond what they still pay.</param>
public sealed record RefundExplanation(
    MoneyAmount Amount,
    MoneyAmount PointsValue,
    MoneyAmount Money,
    MoneyAmount Difference
)
{
    internal static RefundExplanation? Of(ExplainedRefund? refund) =>
        refund is null
            ? null
            : new(
                MoneyAmount.Of(refund.Amount)!,
                MoneyAmount.Of(refund.PointsValue)!,
                MoneyAmount.Of(refund.Money)!,
                MoneyAmount.Of(refund.Difference)!
            );
}

/// <summary>How points were spent by the household.</summary>
/// <param name="SpentBy">The id of the member for whom they were spent, as among the household's members.</param>
public sealed record HouseholdExplanation([property: ID("Member")] string SpentBy);

/// <summary>How an entry changed points that lapse together.</summary>
/// <param name="Points">What came to them, negative for what was taken.</param>
/// <param name="UsableUntil">The last day on which they can be spent; null when they do not lapse.</param>
public sealed record LotChange(long Points, DateOnly? UsableUntil)
{
    internal static LotChange Of(LotMove move) =>
        new(move.Points, move.Lot.ExpiresOn == LotKey.Never ? null : move.Lot.ExpiresOn);
}

/// <summary>An amount of money.</summary>
/// <param name="Amount">In major units.</param>
/// <param name="Currency">The code of ISO 4217.</param>
[ObjectType("Money")]
public sealed record MoneyAmount(decimal Amount, string Currency)
{
    internal static MoneyAmount? Of(ExplainedMoney? money) =>
        money is null ? null : new(decimal.Parse(money.Amount, CultureInfo.InvariantCulture), money.Currency);
}

/// <summary>How points were taken back.</summary>
/// <param name="OriginalPoints">What the original entry gave.</param>
/// <param name="OriginalAmount">The original amount; null for points that the partner granted.</param>
/// <param name="Amount">What of it is taken back now.</param>
/// <param name="ReversedBefore">What of it had been taken back before.</param>
/// <param name="Points">The points of that part, at the rate of the original.</param>
/// <param name="Policy">The programme's return policy at that time.</param>
/// <param name="AddedToArrears">Points that had been spent already and are owed now.</param>
/// <param name="LetGo">Points that had been spent already and are not asked back.</param>
public sealed record ReversalExplanation(
    long OriginalPoints,
    MoneyAmount? OriginalAmount,
    MoneyAmount? Amount,
    MoneyAmount? ReversedBefore,
    long Points,
    ReturnPolicy Policy,
    long AddedToArrears,
    long LetGo
)
{
    internal static ReversalExplanation Of(ExplainedReversal reversal) =>
        new(
            reversal.OriginalPoints,
            MoneyAmount.Of(reversal.OriginalAmount),
            MoneyAmount.Of(reversal.Amount),
            MoneyAmount.Of(reversal.ReversedBefore),
            reversal.Points,
            Enum.Parse<ReturnPolicy>(reversal.Policy, ignoreCase: true),
            reversal.AddedToArrears,
            reversal.LetGo
        );
}
