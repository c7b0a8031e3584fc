using Loyalty.Domain.Points;

namespace Loyalty.Domain.Earning;

/// <summary>
/// What an earning rule says: <see cref="When"/> it holds, what of the event earns (<see cref="Base"/>), what its
/// <see cref="Effect"/> is and within which <see cref="Limits"/>. Pure data; api-specs/earning-rule.schema.json is its form as
/// JSON. The parts stand apart because each grows on its own.
/// </summary>
public sealed record RuleDefinition
{
    public required string Name { get; init; }

    public RuleConditions When { get; init; } = new();

    public RuleBase Base { get; init; } = new();

    public required RuleEffect Effect { get; init; }

    public RuleLimits Limits { get; init; } = new();

    /// <summary>The first instant at which events earn; null for no beginning.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>The first instant at which events earn no more; null for no end.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Days between an event's posting and its points becoming available: 0 to 365. Of points that wait for an event:
    /// when they become available without it, 0 for never.</summary>
    public int ActivationDelayDays { get; init; }

    /// <summary>Whether the points wait until the partner reports the transaction as completed.</summary>
    public bool ActivatesByEvent { get; init; }

    /// <summary>When its points lapse; null for what the point currency says.</summary>
    public ExpiryModel? Expiry { get; init; }

    /// <summary>Rules with a smaller number come first.</summary>
    public int Priority { get; init; }

    /// <summary>Where it holds, rules after it give nothing in the same point currency.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>Of the rules of a group that hold, one gives its award; null for none.</summary>
    public RuleGroup? Group { get; init; }
}

/// <summary>Rules that stand for each other: of those with one name and one point currency, one gives. Multipliers stand for
/// multipliers and other effects for other effects.</summary>
public sealed record RuleGroup(string Name, GroupChoice Keep);

/// <summary>Which rule of a group gives. Where its rules disagree, the first of them says.</summary>
public enum GroupChoice
{
    /// <summary>The one that gives most after its own limits; of multipliers the one with the greatest factor; among equals
    /// the first.</summary>
    Best,

    /// <summary>The first by priority, then by id.</summary>
    First,
}

/// <summary>What of an event's amount earns.</summary>
public sealed record RuleBase
{
    public BaseAmount Amount { get; init; } = BaseAmount.NetOfPoints;

    /// <summary>Lines of these kinds do not earn. Voided lines never do.</summary>
    public IReadOnlyList<LineKind> KindsExcluded { get; init; } = DefaultKindsExcluded;

    public static IReadOnlyList<LineKind> DefaultKindsExcluded { get; } = [LineKind.Tax, LineKind.Shipping];
}

/// <summary>What is taken off the goods before they earn.</summary>
public enum BaseAmount
{
    /// <summary>Nothing.</summary>
    Gross,

    /// <summary>Discounts.</summary>
    NetOfDiscount,

    /// <summary>Discounts, and what was paid with points.</summary>
    NetOfPoints,
}

/// <summary>What a line of a transaction is.</summary>
public enum LineKind
{
    Item,
    Tax,
    Shipping,

    /// <summary>Its amount was let off.</summary>
    Discount,

    /// <summary>Its amount was paid with points.</summary>
    Points,
}
