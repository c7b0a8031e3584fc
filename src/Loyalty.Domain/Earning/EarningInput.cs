using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Earning;

/// <summary>What earning rules look at.</summary>
public readonly record struct EarningInput
{
    public required PartnerId Partner { get; init; }

    /// <summary>The CloudEvents type.</summary>
    public required string EventType { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required Money Amount { get; init; }

    public string? Operation { get; init; }

    public string? Category { get; init; }

    public IReadOnlyList<TransactionLine> Lines { get; init; }
}

/// <summary>What one rule gives for one event, with the whole computation, so that the entry can explain itself.</summary>
/// <param name="Points">at least 0; 0 when the amount is too small to earn one.</param>
public sealed record Award(PointCurrencyCode Currency, long Points, AwardComputation Computation)
{
    /// <summary>Days between the event's posting and the points becoming available; 0 for at once.</summary>
    public int ActivationDelayDays { get; init; }
}

/// <summary>
/// Points = round(<paramref name="BaseAmount"/> / <paramref name="PerAmount"/> x <paramref name="PointsPer"/>), then held
/// between the rule's minimum and maximum.
/// </summary>
/// <param name="RuleVersion">counts from 1 within the rule.</param>
/// <param name="RuleName">as it was when the version was published.</param>
/// <param name="BaseAmount">the money that earns, in major units of its currency.</param>
/// <param name="Unrounded">points before rounding.</param>
/// <param name="Rounding"><c>down</c>, <c>halfUp</c>, … with the level, such as <c>down per event</c>.</param>
/// <param name="CappedFrom">points before the rule's maximum trimmed them; null when it did not.</param>
public sealed record AwardComputation(
    RuleId Rule,
    int RuleVersion,
    string RuleName,
    decimal BaseAmount,
    MoneyCurrency BaseCurrency,
    decimal PointsPer,
    decimal PerAmount,
    decimal Unrounded,
    string Rounding,
    long? CappedFrom
);
