using Loyalty.Domain.Earning;

namespace Loyalty.Application.Earning;

/// <summary>When a rule holds: all of it must.</summary>
public sealed record RuleConditionsDocument
{
    /// <summary>The partner's id; null for any. Not together with <c>partners</c>.</summary>
    public string? Partner { get; init; }

    /// <summary>Ids of partners; one of them. Empty for any.</summary>
    public IReadOnlyList<string>? Partners { get; init; }

    /// <summary>The CloudEvents type; <c>loyalty.transaction.posted</c> when left out.</summary>
    public string? EventType { get; init; }

    /// <summary>One of them; empty for any.</summary>
    public IReadOnlyList<string>? Operations { get; init; }

    /// <summary>One of them; empty for any.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>A range of merchant category codes is written <c>3000-3299</c>.</summary>
    public RuleCodesDocument? Categories { get; init; }

    /// <summary>Product codes of lines.</summary>
    public RuleCodesDocument? Products { get; init; }

    /// <summary>An event whose amount is smaller earns nothing.</summary>
    public string? AmountMin { get; init; }

    /// <summary>An event whose amount is greater earns nothing.</summary>
    public string? AmountMax { get; init; }

    /// <summary>One of them, in the programme's time zone; empty for any.</summary>
    public IReadOnlyList<DayOfWeek>? Weekdays { get; init; }

    /// <summary>In the programme's time zone.</summary>
    public RuleHoursDocument? Hours { get; init; }

    /// <summary>Codes of tiers that the member held when the event occurred; one of them. Empty for any.</summary>
    public IReadOnlyList<string>? Tiers { get; init; }

    /// <summary>By the attribute's key, the values of which the member must have one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Attributes { get; init; }

    /// <summary>Only the member's first transaction; at the event's partner where partners are named, else in the club.</summary>
    public bool? FirstPurchase { get; init; }

    /// <summary>Only in the month of the member's birthday.</summary>
    public bool? BirthdayMonth { get; init; }

    /// <summary>The member owned a vehicle of one of these models on the day; empty for any.</summary>
    public IReadOnlyList<string>? VehicleModels { get; init; }

    /// <summary>Which of the member's events, of those for which all the other conditions hold.</summary>
    public RuleEventCountDocument? EventCount { get; init; }
}

/// <summary>Where the event has lines, each line is judged for itself.</summary>
public sealed record RuleCodesDocument
{
    /// <summary>One of them; empty for any.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>None of them.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }
}

/// <summary>A span of the day; one that ends before it begins goes over midnight.</summary>
public sealed record RuleHoursDocument
{
    /// <summary>Belongs to it: <c>18:00</c>.</summary>
    public string? From { get; init; }

    /// <summary>Does not belong to it; <c>24:00</c> for the end of the day.</summary>
    public string? Until { get; init; }
}

/// <summary>Either <c>nth</c> or <c>every</c>.</summary>
public sealed record RuleEventCountDocument
{
    /// <summary>The event of this number in the period.</summary>
    public int? Nth { get; init; }

    /// <summary>Each so manieth event of the period.</summary>
    public int? Every { get; init; }

    /// <summary><c>lifetime</c> when left out.</summary>
    public CapPeriod? Per { get; init; }
}
