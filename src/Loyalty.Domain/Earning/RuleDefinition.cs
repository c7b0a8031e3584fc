using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Earning;

/// <summary>
/// What an earning rule says: <see cref="When"/> it holds, what its <see cref="Effect"/> is and within which
/// <see cref="Limits"/>. Pure data; api-specs/earning-rule.schema.json is its form as JSON. Conditions, effects and limits
/// are three parts because each grows on its own.
/// </summary>
public sealed record RuleDefinition
{
    public required string Name { get; init; }

    public RuleConditions When { get; init; } = new();

    public required RuleEffect Effect { get; init; }

    public RuleLimits Limits { get; init; } = new();

    /// <summary>The first instant at which events earn; null for no beginning.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>The first instant at which events earn no more; null for no end.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Days between an event's posting and its points becoming available: 0 to 365.</summary>
    public int ActivationDelayDays { get; init; }

    /// <summary>Rules with a smaller number stand first among an event's awards.</summary>
    public int Priority { get; init; }
}

/// <summary>All of them must hold. Names are compared letter by letter.</summary>
public sealed record RuleConditions
{
    /// <summary>Null: any partner.</summary>
    public PartnerId? Partner { get; init; }

    public string EventType { get; init; } = PartnerEvent.TransactionPosted.TypeName;

    /// <summary>One of them; empty: any operation, and none.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>One of them; empty: any category, and none. Where the event has lines, each line is judged for itself, and a
    /// line without a category has the event's.</summary>
    public IReadOnlyList<string> CategoriesIncluded { get; init; } = [];

    /// <summary>None of them, even when included.</summary>
    public IReadOnlyList<string> CategoriesExcluded { get; init; } = [];

    /// <summary>An event whose whole amount is below it earns nothing by this rule.</summary>
    public decimal? AmountMin { get; init; }
}

/// <summary>What a rule gives.</summary>
public abstract record RuleEffect
{
    public required PointCurrencyCode PointCurrency { get; init; }

    /// <summary><see cref="Points"/> for each <see cref="PerAmount"/> of money, and their fractions rounded.</summary>
    public sealed record PointsPerAmount : RuleEffect
    {
        /// <summary>Events in another currency do not earn by this rule.</summary>
        public required MoneyCurrency MoneyCurrency { get; init; }

        /// <summary>Greater than 0, at most <see cref="RuleBounds.PointsPerMax"/>, 4 decimal places.</summary>
        public required decimal Points { get; init; }

        /// <summary>Greater than 0, in major units of the currency, 4 decimal places.</summary>
        public required decimal PerAmount { get; init; }

        public RoundingMode Rounding { get; init; } = RoundingMode.Down;

        public RoundingLevel Level { get; init; } = RoundingLevel.Event;

        public RoundingOf RoundingOf { get; init; } = RoundingOf.Points;
    }
}

/// <summary>What one event can earn by a rule.</summary>
public sealed record RuleLimits
{
    /// <summary>Where the rule holds, the event earns at least as many.</summary>
    public long? PointsMin { get; init; }

    /// <summary>More are trimmed, and the entry says so.</summary>
    public long? PointsMax { get; init; }
}

/// <summary>The largest values that a rule may name, so that a computation over any event stays exact in 28 digits.</summary>
public static class RuleBounds
{
    public const decimal PointsPerMax = 100_000m;

    public const decimal AmountMax = 999_999_999_999_999m;

    /// <summary>2^53 - 1, the largest whole number that every JSON client reads exactly.</summary>
    public const long PointsMax = 9_007_199_254_740_991;

    /// <summary>Places after the point of <c>pointsPer</c>, <c>perAmount</c> and <c>amountMin</c>.</summary>
    public const int Decimals = 4;

    public const int ActivationDelayDaysMax = 365;

    public const int PriorityMax = 10_000;

    public const int NameLengthMax = 200;

    /// <summary>Letters of an operation, a category or an event type.</summary>
    public const int WordLengthMax = 100;

    /// <summary>Members of a set of operations or categories.</summary>
    public const int WordsMax = 500;
}
