using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;

namespace Loyalty.Domain.Care;

/// <summary>What closes a contact as a success.</summary>
public enum CareGoal
{
    Delivered,
    Opened,

    /// <summary>The member answered, or took the call.</summary>
    Answered,

    /// <summary>The member agreed on an appointment.</summary>
    Booked,

    /// <summary>A purchase was recorded afterwards.</summary>
    Purchase,

    /// <summary>A visit to a workshop was recorded afterwards.</summary>
    ServiceVisit,

    /// <summary>The member redeemed points afterwards.</summary>
    Redemption,
}

public static class CareGoals
{
    /// <summary>Whether the club's own records tell, of those who were left out on purpose too.</summary>
    public static bool IsByRecords(this CareGoal goal) =>
        goal is CareGoal.Purchase or CareGoal.ServiceVisit or CareGoal.Redemption;
}

public enum CareCalendar
{
    Solar,

    /// <summary>The traditional calendar of China, by the day in Beijing.</summary>
    ChineseLunar,
}

/// <param name="Month">1 to 12; a leap month is none of them.</param>
/// <param name="Day">1 to 31, lunar 1 to 30; the last day of a shorter month.</param>
public sealed record CareFestival(CareCalendar Calendar, int Month, int Day);

/// <summary>How months without activity are counted.</summary>
public enum CareWindow
{
    /// <summary>From the day of the last activity.</summary>
    Moving,

    /// <summary>Whole calendar months.</summary>
    Fixed,
}

/// <summary>When to contact whom and how.</summary>
public sealed record CareRuleDefinition
{
    public const int NameLengthMax = 200;
    public const int DaysMax = 366;
    public const int LateDaysDefault = 7;
    public const int LateDaysMax = 60;
    public const int MonthsMax = 120;
    public const int PercentMax = 1_000;
    public const int KilometresMax = 200_000;
    public const int PriorityMax = 100;
    public const int ControlPercentMax = 50;
    public const int GoalDaysDefault = 30;
    public const int GoalDaysMax = 366;

    /// <summary>For staff.</summary>
    public string Name { get; init; } = "";

    public CareTrigger Trigger { get; init; }

    /// <summary>By language; the title is the subject, the description the message or what is said on the telephone. The first is for
    /// whoever speaks none of them.</summary>
    public IReadOnlyList<RewardText> Texts { get; init; } = [];

    public RewardEligibility Audience { get; init; } = new();

    /// <summary>The first over which the member can be reached, and wants to, is taken.</summary>
    public IReadOnlyList<ConsentChannel> Channels { get; init; } = [];

    /// <summary>What the member must have consented to, over the channel that is taken.</summary>
    public ConsentPurpose Purpose { get; init; }

    /// <summary>Before or after what is waited for; see <see cref="CareTriggers.IsAhead"/>.</summary>
    public int Days { get; init; }

    /// <summary>How long after the due day it may still go out.</summary>
    public int LateDays { get; init; } = LateDaysDefault;

    /// <summary>Of several that are due to one member, the greatest goes first.</summary>
    public int Priority { get; init; }

    /// <summary>Beside those that hold over all rules; they can only add to them.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>How often one member is contacted by this rule, beside the cap over all rules.</summary>
    public CareCap? Cap { get; init; }

    /// <summary>Neither counts under the cap over all rules nor waits for it: recalls.</summary>
    public bool IsAboveCap { get; init; }

    /// <summary>So many of a hundred are left out on purpose, so that the effect can be measured.</summary>
    public int ControlPercent { get; init; }

    public CareGoal Goal { get; init; }

    /// <summary>Within so many days from the contact on.</summary>
    public int GoalDays { get; init; } = GoalDaysDefault;

    /// <summary>Of a service, an inspection (from the first to the next) or a time without activity.</summary>
    public int Months { get; init; }

    /// <summary>Of an inspection: when the first is due, from the day on which the vehicle was built.</summary>
    public int FirstMonths { get; init; }

    /// <summary>Of a time without activity.</summary>
    public CareWindow Window { get; init; }

    /// <summary>Of a service: after so many kilometres since the last one; null for by time alone.</summary>
    public int? Kilometres { get; init; }

    /// <summary>Of a change in what the member buys, and of the tier within reach: the least change, or the most that is missing.</summary>
    public int Percent { get; init; }

    public CareFestival? Festival { get; init; }

    public VinRange? Vins { get; init; }

    /// <summary>Of lapsing points, or of the reward's price.</summary>
    public PointCurrencyCode? Currency { get; init; }

    /// <summary>Of lapsing points: fewer are not worth a contact.</summary>
    public long PointsMin { get; init; } = 1;

    public RewardId? Reward { get; init; }

    /// <summary>Of a changed attribute: its key.</summary>
    public string? Attribute { get; init; }

    /// <summary>Of a changed attribute: only to one of these values; empty for any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

/// <summary>Vehicle numbers from one to another, both included, compared character by character.</summary>
public sealed record VinRange(string From, string Until)
{
    public bool Holds(Vin vin) =>
        string.CompareOrdinal(vin.Value, From) >= 0 && string.CompareOrdinal(vin.Value, Until) <= 0;
}
