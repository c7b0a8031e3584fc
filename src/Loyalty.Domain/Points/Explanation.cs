using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain.Earning;

namespace Loyalty.Domain.Points;

/// <summary>
/// Why an entry is what it is: the event, the rules with their inputs and computation, caps, arrears, lots. It is kept with
/// the entry as JSON, chained into its hash, and holds no free text of a partner and nothing personal, because the ledger is
/// never erased.
/// </summary>
public sealed record Explanation
{
    /// <summary>The CloudEvents type, or a word of the same form for what is no partner's event.</summary>
    public required string EventType { get; init; }

    public required string Source { get; init; }

    public required string EventId { get; init; }

    /// <summary>Whether the event arrived late and was judged by the rules of its own instant.</summary>
    public bool Late { get; init; }

    /// <summary>What the rules looked at.</summary>
    public ExplainedMoney? Amount { get; init; }

    public string? Operation { get; init; }

    public string? Category { get; init; }

    public string? Channel { get; init; }

    /// <summary>The tiers that the member held, where there were any.</summary>
    public IReadOnlyList<string>? Tiers { get; init; }

    public IReadOnlyList<ExplainedRule>? Rules { get; init; }

    /// <summary>Points that the partner computed itself.</summary>
    public long? Granted { get; init; }

    public IReadOnlyList<ExplainedCap>? Caps { get; init; }

    /// <summary>The last day on which the points can be spent; null when they do not lapse.</summary>
    public DateOnly? UsableUntil { get; init; }

    /// <summary>The first day on which the points can be spent; null for at once, or for points that only an event makes
    /// available.</summary>
    public DateOnly? UsableFrom { get; init; }

    /// <summary>Whether the points wait until the partner reports the transaction as completed; null for no.</summary>
    public bool? WaitsForEvent { get; init; }

    /// <summary>What arrears the entry repaid.</summary>
    public long? ArrearsRepaid { get; init; }

    public ExplainedReversal? Reversal { get; init; }

    /// <summary>Of an event that makes points of an earlier one available.</summary>
    public ExplainedActivation? Activation { get; init; }

    public ExplainedReturn? GivenBack { get; init; }

    /// <summary>Of points that paid for an order.</summary>
    public ExplainedPayment? Payment { get; init; }

    /// <summary>Of points that came back with a part of an order that they paid for.</summary>
    public ExplainedRefund? Refund { get; init; }

    /// <summary>Of an operation: a code of the club's list of reasons.</summary>
    public string? Reason { get; init; }

    /// <summary>Of an operation: what it refers to, such as a redemption.</summary>
    public string? Reference { get; init; }

    /// <summary>Of points that an offer gave.</summary>
    public ExplainedOffer? Offer { get; init; }

    /// <summary>Of points that a household spent.</summary>
    public ExplainedHousehold? Household { get; init; }

    /// <summary>Of an operation that is no event of a partner. Who asked stands with the operation.</summary>
    public static Explanation Of(LedgerOperation operation) =>
        new()
        {
            EventType = $"loyalty.operation.{JsonNamingPolicy.CamelCase.ConvertName(operation.Kind.ToString())}",
            Source = CounterAccounts.Club,
            EventId = operation.OperationKey.ToString(),
            Reason = operation.Reason,
            Reference = operation.Reference,
        };

    /// <param name="day">what ended before it has lapsed.</param>
    public static Explanation OfExpiry(DateOnly day) =>
        new()
        {
            EventType = "loyalty.points.lapsed",
            Source = CounterAccounts.Club,
            EventId = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };

    public string ToJson() => JsonSerializer.Serialize(this, ExplanationJson.Default.Explanation);

    /// <exception cref="JsonException">the text is not an explanation.</exception>
    public static Explanation Parse(string json) =>
        JsonSerializer.Deserialize(json, ExplanationJson.Default.Explanation) ?? throw new JsonException();
}

/// <param name="Amount">in major units, as a decimal number in text.</param>
public sealed record ExplainedMoney(string Amount, string Currency)
{
    public static ExplainedMoney Of(Money money) =>
        new(money.Amount.ToString(CultureInfo.InvariantCulture), money.Currency.Code);

    /// <summary>As text of one form, whatever zeros a database or a computation put behind it.</summary>
    public static ExplainedMoney Of(decimal amount, MoneyCurrency currency) =>
        Of(new Money(amount, currency).InPlainForm());
}

/// <summary>One rule's share; the fields are those of <see cref="AwardComputation"/>. What was written before a field was
/// there is read as if it were null.</summary>
public sealed record ExplainedRule
{
    public required string Rule { get; init; }
    public required int Version { get; init; }
    public required string Name { get; init; }

    /// <summary>Which effect; null for points per amount.</summary>
    public string? Effect { get; init; }
    public required ExplainedMoney Base { get; init; }
    public decimal? PointsPer { get; init; }
    public decimal? PerAmount { get; init; }
    public decimal? Factor { get; init; }
    public long? BasePoints { get; init; }
    public decimal? StepFrom { get; init; }
    public long? EventNumber { get; init; }
    public required decimal Unrounded { get; init; }
    public string? Rounding { get; init; }
    public long? RaisedFrom { get; init; }
    public long? CappedFrom { get; init; }

    /// <summary>Limits of the rule over a period that trimmed it.</summary>
    public IReadOnlyList<ExplainedCap>? Caps { get; init; }

    public required long Points { get; init; }

    public static ExplainedRule Of(Award award)
    {
        var computation = award.Computation;
        return new()
        {
            Rule = computation.Rule.ToString(),
            Version = computation.RuleVersion,
            Name = computation.RuleName,
            Effect =
                computation.Kind == AwardKind.PointsPerAmount
                    ? null
                    : JsonNamingPolicy.CamelCase.ConvertName(computation.Kind.ToString()),
            Base = ExplainedMoney.Of(new Money(computation.BaseAmount, computation.BaseCurrency)),
            PointsPer = computation.PointsPer,
            PerAmount = computation.PerAmount,
            Factor = computation.Factor,
            BasePoints = computation.BasePoints,
            StepFrom = computation.StepFrom,
            EventNumber = computation.EventNumber,
            Unrounded = computation.Unrounded,
            Rounding = computation.Rounding,
            RaisedFrom = computation.RaisedFrom,
            CappedFrom = computation.CappedFrom,
            Caps = award.Caps.Count == 0 ? null : [.. award.Caps.Select(ExplainedCap.Of)],
            Points = award.Points,
        };
    }
}

/// <summary>A limit of the contract, or of a rule, that trimmed points.</summary>
/// <param name="Cap">of a contract <c>pointsPerEventMax</c> or <c>pointsPerMemberPerDayMax</c>; of a rule a name of
/// <see cref="CapKind"/>.</param>
/// <param name="UsedBefore">points that had counted against the limit before.</param>
public sealed record ExplainedCap(string Cap, long Limit, long UsedBefore, long From, long To)
{
    public static ExplainedCap Of(AppliedCap cap) =>
        new(JsonNamingPolicy.CamelCase.ConvertName(cap.Kind.ToString()), cap.Limit, cap.UsedBefore, cap.From, cap.To);
}

/// <param name="EventId">the event that is taken back, of the same source.</param>
/// <param name="Entry">the entry that is taken back.</param>
/// <param name="OriginalPoints">what that entry gave.</param>
/// <param name="OriginalAmount">of the event; null for points that the partner granted.</param>
/// <param name="Amount">what of it is taken back now.</param>
/// <param name="ReversedBefore">what of it had been taken back before.</param>
/// <param name="Points">the points of that part, at the rate of the original.</param>
/// <param name="Policy">the programme's return policy.</param>
/// <param name="AddedToArrears">what had been spent already and is owed now.</param>
/// <param name="LetGo">what had been spent already and is not asked back.</param>
public sealed record ExplainedReversal(
    string EventId,
    string Entry,
    long OriginalPoints,
    ExplainedMoney? OriginalAmount,
    ExplainedMoney? Amount,
    ExplainedMoney? ReversedBefore,
    long Points,
    string Policy,
    long AddedToArrears,
    long LetGo
);

/// <summary>Points that became available because the partner reported their transaction as completed.</summary>
/// <param name="EventId">the transaction's event, of the same source.</param>
/// <param name="Entry">the entry that gave them; null when none of the transaction's points waited for the event.</param>
/// <param name="OriginalPoints">what that entry gave.</param>
/// <param name="TakenBack">what of it had been taken back before.</param>
/// <param name="Points">how many became available: 0 when they were so already, or have lapsed.</param>
public sealed record ExplainedActivation(
    string EventId,
    string? Entry,
    long OriginalPoints,
    long TakenBack,
    long Points
);

/// <summary>Points of a redemption that were given back.</summary>
/// <param name="Entry">the redemption's entry.</param>
/// <param name="OriginalPoints">what it took.</param>
/// <param name="GivenBackBefore">what of it had been given back before.</param>
/// <param name="LapsedGraceDays">how long points can be spent again whose lot had lapsed; null when they lapse at once.</param>
public sealed record ExplainedReturn(string Entry, long OriginalPoints, long GivenBackBefore, int? LapsedGraceDays);

/// <summary>An order that points paid for, as it was then.</summary>
/// <param name="Due">what remained to be paid in money.</param>
/// <param name="Difference">what the points were worth beyond what they paid, because they are rounded up.</param>
public sealed record ExplainedPayment(
    ExplainedMoney OrderAmount,
    ExplainedMoney PaidWithPoints,
    ExplainedMoney Due,
    ExplainedMoney ValuePerPoint,
    ExplainedMoney Difference
)
{
    public static ExplainedPayment Of(PointPayment payment) =>
        new(
            ExplainedMoney.Of(payment.OrderAmount, payment.Currency),
            ExplainedMoney.Of(payment.PaidWithPoints, payment.Currency),
            ExplainedMoney.Of(payment.Due, payment.Currency),
            ExplainedMoney.Of(payment.ValuePerPoint, payment.Currency),
            ExplainedMoney.Of(payment.Difference, payment.Currency)
        );
}

/// <summary>How a part of an order was refunded: the points' value and the money are the amount.</summary>
/// <param name="Difference">what the points that stay spent are worth beyond what they still pay.</param>
public sealed record ExplainedRefund(
    ExplainedMoney Amount,
    ExplainedMoney PointsValue,
    ExplainedMoney Money,
    ExplainedMoney Difference
)
{
    public static ExplainedRefund Of(PointRefund refund) =>
        new(
            ExplainedMoney.Of(refund.Amount, refund.Currency),
            ExplainedMoney.Of(refund.PointsValue, refund.Currency),
            ExplainedMoney.Of(refund.Money, refund.Currency),
            ExplainedMoney.Of(refund.Difference, refund.Currency)
        );
}

/// <param name="SpentBy">the member for whom the household's points were spent.</param>
public sealed record ExplainedHousehold(string Household, string SpentBy);

/// <param name="Version">of the offer as it granted.</param>
/// <param name="Titles">by language; the first is for all others.</param>
public sealed record ExplainedOffer(string Offer, long Version, IReadOnlyList<ExplainedTitle> Titles);

/// <param name="Language">a tag of BCP 47.</param>
public sealed record ExplainedTitle(string Language, string Title);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict
)]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(Postings))]
internal sealed partial class ExplanationJson : JsonSerializerContext;
