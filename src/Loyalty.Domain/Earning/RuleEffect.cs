using Loyalty.Domain.Points;

namespace Loyalty.Domain.Earning;

/// <summary>What a rule gives.</summary>
public abstract record RuleEffect
{
    private RuleEffect() { }

    public required PointCurrencyCode PointCurrency { get; init; }

    /// <summary>Events in another currency do not earn by this rule; null for any currency.</summary>
    public MoneyCurrency? MoneyCurrency { get; init; }

    /// <summary><see cref="Points"/> for each <see cref="PerAmount"/> of money, and their fractions rounded. Names its
    /// currency.</summary>
    public sealed record PointsPerAmount : RuleEffect
    {
        /// <summary>Greater than 0, at most <see cref="RuleBounds.PointsPerMax"/>, 4 decimal places.</summary>
        public required decimal Points { get; init; }

        /// <summary>Greater than 0, in major units of the currency, 4 decimal places.</summary>
        public required decimal PerAmount { get; init; }

        public RoundingMode Rounding { get; init; } = RoundingMode.Down;

        public RoundingLevel Level { get; init; } = RoundingLevel.Event;

        public RoundingOf RoundingOf { get; init; } = RoundingOf.Points;
    }

    /// <summary>So many for each event, whatever its amount.</summary>
    public sealed record Fixed : RuleEffect
    {
        /// <summary>1 to <see cref="RuleBounds.PointsMax"/>.</summary>
        public required long Points { get; init; }
    }

    /// <summary>By the greatest step that the amount reaches. Names its currency.</summary>
    public sealed record Threshold : RuleEffect
    {
        /// <summary>At least one, by rising amounts.</summary>
        public required IReadOnlyList<ThresholdStep> Steps { get; init; }
    }

    /// <summary>
    /// A bonus on what rules without a multiplier give in the same point currency for the event: their points x
    /// (<see cref="Factor"/> - 1), rounded. Points for lines that the multiplier does not take are left out.
    /// </summary>
    public sealed record Multiplier : RuleEffect
    {
        /// <summary>Greater than 1, at most <see cref="RuleBounds.FactorMax"/>, 4 decimal places.</summary>
        public required decimal Factor { get; init; }

        public Stacking Stacking { get; init; } = Stacking.Additive;

        public RoundingMode Rounding { get; init; } = RoundingMode.Down;
    }
}

/// <param name="AmountFrom">in major units, at least 0; reached when what earns is as much or more.</param>
/// <param name="Points">1 to <see cref="RuleBounds.PointsMax"/>.</param>
public sealed record ThresholdStep(decimal AmountFrom, long Points);

/// <summary>What a multiplier multiplies when there are several.</summary>
public enum Stacking
{
    /// <summary>The base alone: x2 and x3 together give x4.</summary>
    Additive,

    /// <summary>The base and the bonuses of the multipliers before it: x2 and then x3 give x6.</summary>
    Compounding,
}
