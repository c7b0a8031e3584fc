using Loyalty.Domain.Earning;
using Loyalty.Domain.Points;
using Loyalty.GraphQL;

namespace Loyalty.Api.Points;

/// <summary>One rule's share in an entry.</summary>
/// <param name="Name">The rule's name as it was then.</param>
/// <param name="Version">The version of the rule that was in force.</param>
/// <param name="Effect">What kind of rule it is.</param>
/// <param name="Base">The part of the amount that earns by the rule.</param>
/// <param name="Rate">What the rule gives for how much; null where it has no rate.</param>
/// <param name="Factor">What a multiplier multiplies by; null for other rules.</param>
/// <param name="BasePoints">What a multiplier multiplied; null for other rules.</param>
/// <param name="EventNumber">Which event of its period it was; null where the rule does not count them.</param>
/// <param name="Unrounded">The points before rounding.</param>
/// <param name="Rounding">How a fraction became a whole number; null where nothing was rounded.</param>
/// <param name="CappedFrom">The points before the rule's own maximum trimmed them; null when it did not.</param>
/// <param name="Caps">Limits of the rule over a period that trimmed the points.</param>
/// <param name="Points">The points that the rule gave.</param>
public sealed record RuleExplanation(
    string Name,
    int Version,
    AwardKind Effect,
    MoneyAmount Base,
    EarningRate? Rate,
    decimal? Factor,
    long? BasePoints,
    long? EventNumber,
    decimal Unrounded,
    string? Rounding,
    long? CappedFrom,
    [property: ListSize(AssumedSize = 5)] IReadOnlyList<CapExplanation> Caps,
    long Points
)
{
    internal static RuleExplanation Of(ExplainedRule rule)
    {
        var basis = MoneyAmount.Of(rule.Base)!;
        return new RuleExplanation(
            rule.Name,
            rule.Version,
            rule.Effect is { } effect ? Enum.Parse<AwardKind>(effect, ignoreCase: true) : AwardKind.PointsPerAmount,
            basis,
            rule is { PointsPer: { } points, PerAmount: { } per }
                ? new EarningRate(points, new MoneyAmount(per, basis.Currency))
                : null,
            rule.Factor,
            rule.BasePoints,
            rule.EventNumber,
            rule.Unrounded,
            rule.Rounding,
            rule.CappedFrom,
            [.. (rule.Caps ?? []).Select(CapExplanation.Of)],
            rule.Points
        );
    }
}

/// <summary>Points for an amount.</summary>
/// <param name="Points">How many points.</param>
/// <param name="Per">For how much.</param>
public sealed record EarningRate(decimal Points, MoneyAmount Per);

/// <summary>What is limited.</summary>
public enum CapKind
{
    /// <summary>The points of one event, by the partner's contract.</summary>
    PointsPerEventMax,

    /// <summary>The points that one member gets of one partner in a day, by the partner's contract.</summary>
    PointsPerMemberPerDayMax,

    /// <summary>The points that one member gets by a rule in a day.</summary>
    PointsPerDayMax,

    /// <summary>The points that one member gets by a rule in a week.</summary>
    PointsPerWeekMax,

    /// <summary>The points that one member gets by a rule in a month.</summary>
    PointsPerMonthMax,

    /// <summary>The points that one member gets by a rule at all.</summary>
    PointsPerLifetimeMax,

    /// <summary>The points that all members get by a rule.</summary>
    Budget,
}

/// <summary>A limit that trimmed the points.</summary>
/// <param name="Cap">What is limited.</param>
/// <param name="Limit">The limit, in points.</param>
/// <param name="UsedBefore">Points that had counted against it before.</param>
/// <param name="From">Points before trimming.</param>
/// <param name="To">Points after trimming.</param>
public sealed record CapExplanation(CapKind Cap, long Limit, long UsedBefore, long From, long To)
{
    internal static CapExplanation Of(ExplainedCap cap) =>
        new(Enum.Parse<CapKind>(cap.Cap, ignoreCase: true), cap.Limit, cap.UsedBefore, cap.From, cap.To);
}
