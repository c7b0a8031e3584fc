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

    Channel,

    /// <summary>Another day of the week.</summary>
    Weekday,

    /// <summary>Another time of day.</summary>
    Hours,

    /// <summary>The member held none of the tiers.</summary>
    Tier,

    /// <summary>The member's attributes have other values.</summary>
    Attribute,

    BirthdayMonth,

    VehicleModel,

    AmountBelowMinimum,

    AmountAboveMaximum,

    /// <summary>Neither the event nor one of its lines has a category that earns.</summary>
    Category,

    /// <summary>None of the lines has a product that earns.</summary>
    Product,

    /// <summary>All lines are voided, or of kinds that do not earn.</summary>
    LineKind,

    /// <summary>What is left of the amount for this rule is 0 or less.</summary>
    AmountNotPositive,

    /// <summary>The member bought before.</summary>
    FirstPurchase,

    /// <summary>Another of the member's events is the one.</summary>
    EventCount,

    /// <summary>Another rule of the group gives its award.</summary>
    Group,

    /// <summary>An exclusive rule before it holds.</summary>
    Exclusive,
}
