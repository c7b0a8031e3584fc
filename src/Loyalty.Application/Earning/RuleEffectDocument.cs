using Loyalty.Domain.Earning;

namespace Loyalty.Application.Earning;

/// <summary>What a rule gives: its kind, and only those of the other fields that the kind has.</summary>
public sealed record RuleEffectDocument
{
    public AwardKind? Kind { get; init; }

    public string? PointCurrency { get; init; }

    /// <summary>Events in another currency do not earn by this rule. Required where amounts count.</summary>
    public string? MoneyCurrency { get; init; }

    /// <summary>Of <c>pointsPerAmount</c>: points for each <c>perAmount</c>, with up to 4 decimal places.</summary>
    public string? PointsPer { get; init; }

    /// <summary>Of <c>pointsPerAmount</c>: in major units of the currency, with up to 4 decimal places.</summary>
    public string? PerAmount { get; init; }

    /// <summary>Of <c>pointsPerAmount</c> and <c>multiplier</c>: <c>down</c> when left out.</summary>
    public RoundingMode? Rounding { get; init; }

    /// <summary>Of <c>pointsPerAmount</c>: <c>event</c> when left out.</summary>
    public RoundingLevel? RoundingLevel { get; init; }

    /// <summary>Of <c>pointsPerAmount</c>: <c>points</c> when left out.</summary>
    public RoundingOf? RoundingOf { get; init; }

    /// <summary>Of <c>fixed</c>: for each event.</summary>
    public long? Points { get; init; }

    /// <summary>Of <c>threshold</c>: by rising amounts; the greatest one that is reached gives.</summary>
    public IReadOnlyList<RuleStepDocument>? Steps { get; init; }

    /// <summary>Of <c>multiplier</c>: greater than 1; 2 doubles what the other rules give.</summary>
    public string? Factor { get; init; }

    /// <summary>Of <c>multiplier</c>: <c>additive</c> when left out.</summary>
    public Stacking? Stacking { get; init; }
}

public sealed record RuleStepDocument
{
    /// <summary>In major units of the currency, with up to 4 decimal places.</summary>
    public string? AmountFrom { get; init; }

    public long? Points { get; init; }
}

public sealed record RuleLimitsDocument
{
    /// <summary>Where the rule holds, the event earns at least as many.</summary>
    public long? PointsMin { get; init; }

    /// <summary>Of one event; more are trimmed.</summary>
    public long? PointsMax { get; init; }

    /// <summary>Of one member in a day of the programme's time zone.</summary>
    public long? PointsPerDayMax { get; init; }

    /// <summary>Of one member in a week from Monday.</summary>
    public long? PointsPerWeekMax { get; init; }

    /// <summary>Of one member in a calendar month.</summary>
    public long? PointsPerMonthMax { get; init; }

    /// <summary>Of one member, over all versions of the rule.</summary>
    public long? PointsPerLifetimeMax { get; init; }

    /// <summary>Of all members together, over all versions of the rule.</summary>
    public RuleBudgetDocument? Budget { get; init; }
}

/// <summary>Either <c>pointsMax</c>, or <c>amountMax</c> and <c>costPerPoint</c>.</summary>
public sealed record RuleBudgetDocument
{
    public long? PointsMax { get; init; }

    public RuleMoneyDocument? AmountMax { get; init; }

    /// <summary>What a point costs in the currency of <c>amountMax</c>, with up to 4 decimal places.</summary>
    public string? CostPerPoint { get; init; }
}

public sealed record RuleMoneyDocument
{
    /// <summary>In major units of the currency.</summary>
    public string? Amount { get; init; }

    /// <summary>The code of ISO 4217.</summary>
    public string? Currency { get; init; }
}
