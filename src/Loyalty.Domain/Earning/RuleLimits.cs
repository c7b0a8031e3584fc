namespace Loyalty.Domain.Earning;

/// <summary>How much a rule gives. A limit trims an award, and the entry says so; it never refuses. Taking points back gives
/// no room back.</summary>
public sealed record RuleLimits
{
    /// <summary>Where the rule holds, the event earns at least as many, as far as the other limits leave room.</summary>
    public long? PointsMin { get; init; }

    /// <summary>Of one event.</summary>
    public long? PointsMax { get; init; }

    /// <summary>Of one member in a day of the programme's zone.</summary>
    public long? PointsPerDayMax { get; init; }

    /// <summary>Of one member in a week from Monday.</summary>
    public long? PointsPerWeekMax { get; init; }

    /// <summary>Of one member in a calendar month.</summary>
    public long? PointsPerMonthMax { get; init; }

    /// <summary>Of one member, over all versions of the rule.</summary>
    public long? PointsPerLifetimeMax { get; init; }

    /// <summary>Of all members together, over all versions of the rule.</summary>
    public RuleBudget? Budget { get; init; }
}

/// <summary>What a rule may cost in all.</summary>
/// <param name="PointsMax">in points; where the budget is money, the points that it pays for.</param>
/// <param name="Amount">the budget as money; null where it is in points.</param>
/// <param name="CostPerPoint">what a point costs, in the same currency; null where the budget is in points.</param>
public sealed record RuleBudget(long PointsMax, Money? Amount = null, decimal? CostPerPoint = null)
{
    /// <param name="amount">greater than 0.</param>
    /// <param name="costPerPoint">greater than 0.</param>
    public static RuleBudget OfMoney(Money amount, decimal costPerPoint) =>
        new(
            (long)Math.Min(Rounding.Divide(amount.Amount, costPerPoint, RoundingMode.Down), RuleBounds.PointsMax),
            amount,
            costPerPoint
        );
}

/// <summary>The largest values that a rule may name, so that a computation over any event stays exact in 28 digits.</summary>
public static class RuleBounds
{
    public const decimal PointsPerMax = 100_000m;

    public const decimal AmountMax = 999_999_999_999_999m;

    /// <summary>2^53 - 1, the largest whole number that every JSON client reads exactly.</summary>
    public const long PointsMax = 1_000_000_000_000;

    public const decimal FactorMax = 100m;

    /// <summary>Places after the point of <c>pointsPer</c>, <c>perAmount</c>, <c>amountMin</c> and the like.</summary>
    public const int Decimals = 4;

    public const int ActivationDelayDaysMax = 365;

    public const int PriorityMax = 10_000;

    public const int NameLengthMax = 200;

    /// <summary>Letters of an operation, a category, an event type, a key or a group.</summary>
    public const int WordLengthMax = 100;

    /// <summary>Members of a set of words or partners.</summary>
    public const int WordsMax = 500;

    public const int StepsMax = 50;

    public const int AttributesMax = 20;

    public const int EventCountMax = 1_000_000;

    /// <summary>Whether a text is a range of merchant category codes that begins with the greater one.</summary>
    public static bool IsBackwardRange(string? text) =>
        text is not null && CodeSet.TryReadRange(text, out var range) && range.From > range.To;
}
