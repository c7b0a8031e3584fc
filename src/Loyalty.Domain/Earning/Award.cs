using Loyalty.Domain.Points;

namespace Loyalty.Domain.Earning;

/// <summary>What one rule gives for one event, with the whole computation, so that the entry can explain itself.</summary>
/// <param name="Points">at least 0; 0 when the amount is too small to earn one, or a limit was reached.</param>
public sealed record Award(PointCurrencyCode Currency, long Points, AwardComputation Computation)
{
    /// <summary>Days between the event's posting and the points becoming available; 0 for at once. Of points that wait for an
    /// event: when they become available without it, 0 for never.</summary>
    public int ActivationDelayDays { get; init; }

    /// <summary>Whether the points wait until the partner reports the transaction as completed.</summary>
    public bool ActivatesByEvent { get; init; }

    /// <summary>When the points lapse; null for what the point currency says.</summary>
    public ExpiryModel? Expiry { get; init; }

    /// <summary>Limits over a period that trimmed it, in the order in which they did.</summary>
    public IReadOnlyList<AppliedCap> Caps { get; init; } = [];
}

/// <summary>
/// How an award came about. Of points per amount: round(<paramref name="BaseAmount"/> / <paramref name="PerAmount"/> x
/// <paramref name="PointsPer"/>), where units are rounded <paramref name="BaseAmount"/> / <paramref name="PerAmount"/> first.
/// Of a multiplier: round(<see cref="BasePoints"/> x (<see cref="Factor"/> - 1)). Then held between the rule's minimum and
/// maximum.
/// </summary>
/// <param name="RuleVersion">counts from 1 within the rule.</param>
/// <param name="RuleName">as it was when the version was published.</param>
/// <param name="BaseAmount">the money that earns, in major units of its currency.</param>
/// <param name="PointsPer">null where the effect has no rate.</param>
/// <param name="PerAmount">null where the effect has no rate.</param>
/// <param name="Unrounded">points before rounding.</param>
/// <param name="Rounding"><c>down</c>, <c>halfUp</c>, … with the level, such as <c>down per event</c>; <c>, whole units</c>
/// follows where units are rounded. Null where nothing is rounded.</param>
/// <param name="CappedFrom">points before the rule's maximum for an event trimmed them; null when it did not.</param>
public sealed record AwardComputation(
    RuleId Rule,
    int RuleVersion,
    string RuleName,
    decimal BaseAmount,
    MoneyCurrency BaseCurrency,
    decimal? PointsPer,
    decimal? PerAmount,
    decimal Unrounded,
    string? Rounding,
    long? CappedFrom
)
{
    public AwardKind Kind { get; init; }

    /// <summary>Of a multiplier; null of other effects.</summary>
    public decimal? Factor { get; init; }

    /// <summary>What a multiplier multiplied; null of other effects.</summary>
    public long? BasePoints { get; init; }

    /// <summary>The amount from which the step gives that was reached; null of other effects than thresholds, and where none
    /// was.</summary>
    public decimal? StepFrom { get; init; }

    /// <summary>Points before the rule's minimum raised them; null when it did not.</summary>
    public long? RaisedFrom { get; init; }

    /// <summary>Which event of its period it was, where the rule counts them; null where it does not.</summary>
    public long? EventNumber { get; init; }

    /// <summary>Where each line was rounded for itself: what each line gave, in the order of the event's lines. Empty where
    /// the sum was rounded.</summary>
    public IReadOnlyList<LineComputation> Lines { get; init; } = [];
}

/// <summary>Which of <see cref="RuleEffect"/> gave an award.</summary>
public enum AwardKind
{
    /// <summary>So many points for so much money.</summary>
    PointsPerAmount,

    /// <summary>So many points for an event.</summary>
    Fixed,

    /// <summary>Points by the amount that is reached.</summary>
    Threshold,

    /// <summary>A multiple of what other rules give.</summary>
    Multiplier,
}

/// <param name="Points">of this line alone, rounded.</param>
public sealed record LineComputation(decimal Amount, long Points);

/// <summary>A limit over a period that trimmed an award.</summary>
/// <param name="Limit">in points.</param>
/// <param name="UsedBefore">points that had counted against it before.</param>
/// <param name="From">points before trimming.</param>
/// <param name="To">points after trimming.</param>
public sealed record AppliedCap(CapKind Kind, long Limit, long UsedBefore, long From, long To);
