namespace Loyalty.Domain.Earning;

/// <summary>Why a rule gives nothing for an event: the first of its conditions that does not hold.</summary>
public enum RuleMismatch
{
    /// <summary>It does hold.</summary>
    None,

    /// <summary>Another type of event.</summary>
    EventType,

    /// <summary>The event occurred after the rule was withdrawn.</summary>
    Withdrawn,

    /// <summary>The event occurred before <see cref="RuleDefinition.ValidFrom"/>.</summary>
    NotYetValid,

    /// <summary>The event occurred at or after <see cref="RuleDefinition.ValidUntil"/>.</summary>
    NoLongerValid,

    Partner,

    /// <summary>Money in another currency.</summary>
    Currency,

    Operation,

    /// <summary>Neither the event nor one of its lines has a category that earns.</summary>
    Category,

    AmountBelowMinimum,

    /// <summary>What is left of the amount for this rule is 0 or less.</summary>
    AmountNotPositive,
}
