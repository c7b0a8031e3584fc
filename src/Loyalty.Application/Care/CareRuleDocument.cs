using Loyalty.Application.Rewards;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;

namespace Loyalty.Application.Care;

/// <summary>A care rule as staff write it. What a trigger does not need must be left out.</summary>
/// <param name="Name">for staff.</param>
/// <param name="Trigger">what it waits for.</param>
/// <param name="Texts">1 to 20, each in a language of its own; <c>title</c> is the subject, <c>description</c> the message or what is said
/// on the telephone. The first is for whoever speaks none of them.</param>
/// <param name="Audience">who is meant; left out for all members.</param>
/// <param name="Channels">1 to 5; the first over which the member can be reached, and wants to, is taken.</param>
/// <param name="Purpose">what the member must have consented to; <c>service</c> when left out.</param>
/// <param name="Days">0 to 366 days before what is waited for, or after it: see docs/care.md. 0 when left out.</param>
/// <param name="LateDays">0 to 60 days after the due day on which it may still go out; 7 when left out.</param>
/// <param name="Priority">0 to 100; of several that are due to one member the greatest goes first. 50 when left out.</param>
/// <param name="Quiet">hours of the member's day at which this rule contacts nobody, beside those that hold over all rules; left out for
/// none.</param>
/// <param name="Cap">how often this rule contacts one member, beside the cap over all rules; left out for as often as it is due.</param>
/// <param name="IsAboveCap">neither counts under the cap over all rules nor waits for it.</param>
/// <param name="ControlPercent">0 to 50 of a hundred contacts that are left out, to measure the effect.</param>
/// <param name="Goal">what closes a contact as a success.</param>
/// <param name="GoalDays">1 to 366 days from the contact on; 30 when left out.</param>
/// <param name="Months">with <c>serviceDue</c>, <c>inspectionDue</c> and <c>noActivity</c>: 1 to 120.</param>
/// <param name="FirstMonths">with <c>inspectionDue</c>: 1 to 120, from when the vehicle was built; as <paramref name="Months"/> when left
/// out.</param>
/// <param name="Window">with <c>noActivity</c>; <c>moving</c> when left out.</param>
/// <param name="Kilometres">with <c>serviceDue</c>: 1 to 200000; left out for by time alone.</param>
/// <param name="Percent">with <c>spendingDown</c>, <c>spendingUp</c>, <c>frequencyDown</c>: the least change; with
/// <c>tierWithinReach</c>: the most that is missing. 1 to 1000.</param>
/// <param name="Festival">with <c>festival</c>.</param>
/// <param name="Vins">with <c>recall</c>.</param>
/// <param name="Currency">with <c>pointsLapsing</c> and <c>rewardWithinReach</c>: the code of a redeemable point currency.</param>
/// <param name="PointsMin">with <c>pointsLapsing</c>: fewer are not worth a contact; 1 when left out.</param>
/// <param name="Reward">with <c>rewardWithinReach</c>: its id.</param>
/// <param name="Attribute">with <c>attributeChanged</c>: the attribute's key.</param>
/// <param name="Values">with <c>attributeChanged</c>: only to one of these values; left out for any.</param>
public sealed record CareRuleDocument(
    string? Name = null,
    CareTrigger? Trigger = null,
    IReadOnlyList<RewardTextDocument>? Texts = null,
    RewardEligibilityDocument? Audience = null,
    IReadOnlyList<ConsentChannel>? Channels = null,
    ConsentPurpose? Purpose = null,
    int? Days = null,
    int? LateDays = null,
    int? Priority = null,
    bool IsAboveCap = false,
    int? ControlPercent = null,
    CareGoal? Goal = null,
    int? GoalDays = null,
    int? Months = null,
    int? FirstMonths = null,
    CareWindow? Window = null,
    int? Kilometres = null,
    int? Percent = null,
    CareFestivalDocument? Festival = null,
    VinRangeDocument? Vins = null,
    string? Currency = null,
    long? PointsMin = null,
    string? Reward = null,
    string? Attribute = null,
    IReadOnlyList<string>? Values = null,
    QuietHoursDocument? Quiet = null,
    CareCapDocument? Cap = null
)
{
    public static CareRuleDocument Of(CareRuleDefinition definition)
    {
        var needs = CareNeeds.Of(definition.Trigger);
        return new CareRuleDocument(
            definition.Name,
            definition.Trigger,
            [.. definition.Texts.Select(text => new RewardTextDocument(text.Language, text.Title, text.Description))],
            RewardEligibilityDocument.Of(definition.Audience),
            definition.Channels,
            definition.Purpose,
            definition.Days,
            definition.LateDays,
            definition.Priority,
            definition.IsAboveCap,
            definition.ControlPercent,
            definition.Goal,
            definition.GoalDays,
            needs.HasFlag(CareNeed.Months) ? definition.Months : null,
            definition.Trigger == CareTrigger.InspectionDue ? definition.FirstMonths : null,
            definition.Trigger == CareTrigger.NoActivity ? definition.Window : null,
            definition.Kilometres,
            needs.HasFlag(CareNeed.Percent) ? definition.Percent : null,
            definition.Festival is { } festival
                ? new CareFestivalDocument(festival.Calendar, festival.Month, festival.Day)
                : null,
            definition.Vins is { } vins ? new VinRangeDocument(vins.From, vins.Until) : null,
            definition.Currency?.Value,
            definition.Trigger == CareTrigger.PointsLapsing ? definition.PointsMin : null,
            definition.Reward?.ToString(),
            definition.Attribute,
            definition.Trigger == CareTrigger.AttributeChanged ? definition.Values : null,
            definition.Quiet is { } quiet ? new QuietHoursDocument(quiet.From, quiet.Until) : null,
            definition.Cap is { } cap ? new CareCapDocument(cap.Contacts, cap.Days) : null
        );
    }
}

/// <param name="From">nobody is contacted from this time of the member's day on, ...</param>
/// <param name="Until">... until this one, the next morning where it is earlier; not the same.</param>
public sealed record QuietHoursDocument(TimeOnly? From = null, TimeOnly? Until = null);

/// <param name="Contacts">1 to 100: a member is contacted at most so often ...</param>
/// <param name="Days">... within 1 to 366 days up to the moment.</param>
public sealed record CareCapDocument(int? Contacts = null, int? Days = null);

/// <param name="Calendar"><c>solar</c> or <c>chineseLunar</c>.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31, lunar 1 to 30; in a shorter month its last day.</param>
public sealed record CareFestivalDocument(CareCalendar? Calendar = null, int? Month = null, int? Day = null);

/// <summary>Vehicle numbers, compared character by character, both included.</summary>
/// <param name="From">17 characters.</param>
/// <param name="Until">17 characters.</param>
public sealed record VinRangeDocument(string? From = null, string? Until = null);

/// <summary>What only some triggers need.</summary>
[Flags]
internal enum CareNeed
{
    None = 0,
    Months = 1,
    Kilometres = 2,
    Percent = 4,
    Festival = 8,
    Vins = 16,
    Currency = 32,
    Reward = 64,
    Attribute = 128,
}

internal static class CareNeeds
{
    public static CareNeed Of(CareTrigger trigger) =>
        trigger switch
        {
            CareTrigger.ServiceDue => CareNeed.Months | CareNeed.Kilometres,
            CareTrigger.InspectionDue or CareTrigger.NoActivity => CareNeed.Months,
            CareTrigger.SpendingDown
            or CareTrigger.SpendingUp
            or CareTrigger.FrequencyDown
            or CareTrigger.TierWithinReach => CareNeed.Percent,
            CareTrigger.Festival => CareNeed.Festival,
            CareTrigger.Recall => CareNeed.Vins,
            CareTrigger.PointsLapsing => CareNeed.Currency,
            CareTrigger.RewardWithinReach => CareNeed.Currency | CareNeed.Reward,
            CareTrigger.AttributeChanged => CareNeed.Attribute,
            _ => CareNeed.None,
        };
}
