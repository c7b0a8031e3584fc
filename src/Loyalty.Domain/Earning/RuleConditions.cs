using Loyalty.Domain.Partners;
using Loyalty.Domain.Tiers;

namespace Loyalty.Domain.Earning;

/// <summary>All of them must hold. Names are compared letter by letter. Where a condition asks for something of the event or
/// the member that is not known, it does not hold.</summary>
public sealed record RuleConditions
{
    /// <summary>One of them; empty: any partner.</summary>
    public IReadOnlyList<PartnerId> Partners { get; init; } = [];

    public string EventType { get; init; } = PartnerEvent.TransactionPosted.TypeName;

    /// <summary>One of them; empty: any operation, and none.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Where it was bought (<c>web</c>, <c>shop</c>): one of them; empty: any, and none.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>One of them; empty: any category, and none. A range of merchant category codes (ISO 18245) such as
    /// <c>3000-3299</c> holds each code in it. Where the event has lines, each line is judged for itself, and a line without
    /// a category has the event's.</summary>
    public IReadOnlyList<string> CategoriesIncluded { get; init; } = [];

    /// <summary>None of them, even when included.</summary>
    public IReadOnlyList<string> CategoriesExcluded { get; init; } = [];

    /// <summary>Product codes of lines: one of them; empty: any, and none.</summary>
    public IReadOnlyList<string> ProductsIncluded { get; init; } = [];

    /// <summary>None of them, even when included.</summary>
    public IReadOnlyList<string> ProductsExcluded { get; init; } = [];

    /// <summary>An event whose whole amount is below it earns nothing by this rule.</summary>
    public decimal? AmountMin { get; init; }

    /// <summary>An event whose whole amount is above it earns nothing by this rule.</summary>
    public decimal? AmountMax { get; init; }

    /// <summary>One of them, in the programme's zone; empty: any.</summary>
    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    /// <summary>The time of day in the programme's zone; null: any.</summary>
    public HoursOfDay? Hours { get; init; }

    /// <summary>The member held one of them when the event occurred; empty: any, and none.</summary>
    public IReadOnlyList<TierCode> Tiers { get; init; } = [];

    /// <summary>By the attribute's key: the member has one of these values for it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The member's first transaction in the club; where partners are named, its first one at the event's partner.</summary>
    public bool FirstPurchase { get; init; }

    /// <summary>The month of the member's birthday, in the programme's zone.</summary>
    public bool BirthdayMonth { get; init; }

    /// <summary>The member owned a vehicle of one of these models on the day; empty: any, and none.</summary>
    public IReadOnlyList<string> VehicleModels { get; init; } = [];

    /// <summary>Which of the member's events, counted among those for which all other conditions hold; null: each.</summary>
    public EventCount? EventCount { get; init; }
}

/// <summary>A span of the day. One that ends before it begins goes over midnight.</summary>
/// <param name="From">belongs to it.</param>
/// <param name="Until">does not; midnight for the end of the day.</param>
public sealed record HoursOfDay(TimeOnly From, TimeOnly Until)
{
    public bool Contain(TimeOnly time) => From < Until ? time >= From && time < Until : time >= From || time < Until;
}

/// <summary>The <paramref name="Number"/>th event of a period, or every <paramref name="Number"/>th of it.</summary>
/// <param name="Number">at least 1.</param>
/// <param name="Repeats">every so many, and not just one.</param>
public sealed record EventCount(int Number, bool Repeats, CapPeriod Per)
{
    /// <param name="count">of the event, from 1.</param>
    public bool Holds(long count) => Repeats ? count % Number == 0 : count == Number;
}

/// <summary>A span of days in the programme's zone over which something is counted.</summary>
public enum CapPeriod
{
    Day,

    /// <summary>From Monday (ISO 8601).</summary>
    Week,
    Month,
    Year,

    /// <summary>Since the rule is there, over all its versions.</summary>
    Lifetime,
}

public static class CapPeriods
{
    /// <summary>Stands for the beginning of what has none. Not the first day of the calendar, which databases read as infinity.</summary>
    public static readonly DateOnly Beginning = new(1970, 1, 1);

    /// <summary>The first day of the period that a day lies in.</summary>
    public static DateOnly StartOf(this CapPeriod period, DateOnly day) =>
        period switch
        {
            CapPeriod.Day => day,
            CapPeriod.Week => day.DayNumber < DaysOfWeek
                ? day
                : day.AddDays(-(((int)day.DayOfWeek + DaysOfWeek - (int)DayOfWeek.Monday) % DaysOfWeek)),
            CapPeriod.Month => new DateOnly(day.Year, day.Month, 1),
            CapPeriod.Year => new DateOnly(day.Year, 1, 1),
            CapPeriod.Lifetime => Beginning,
            _ => throw new ArgumentOutOfRangeException(nameof(period), period, message: null),
        };

    private const int DaysOfWeek = 7;
}
