using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Care;

/// <summary>Reads what staff wrote; whether tiers, partners and rewards are there is asked afterwards.</summary>
/// <param name="errors">told what is wrong, by the field's path.</param>
/// <param name="club">whose point currencies there are.</param>
internal sealed class CareRuleDocumentReader(FieldErrors errors, ClubSettings club)
{
    private const int ChannelsMax = 5;
    private const int PriorityDefault = 50;
    private const int ValuesMax = 50;

    /// <returns>a stand-in where something is wrong.</returns>
    public CareRuleDefinition Read(CareRuleDocument document)
    {
        errors.Check(document.Trigger is not null, "trigger", "is required");
        errors.Check(document.Goal is not null, "goal", "is required");
        CheckNeeds(document);
        errors.Within("days", document.Days ?? 0, 0, CareRuleDefinition.DaysMax);
        errors.Within("lateDays", document.LateDays ?? 0, 0, CareRuleDefinition.LateDaysMax);
        errors.Within("priority", document.Priority ?? 0, 0, CareRuleDefinition.PriorityMax);
        errors.Within("controlPercent", document.ControlPercent ?? 0, 0, CareRuleDefinition.ControlPercentMax);
        errors.Within("goalDays", document.GoalDays ?? 1, 1, CareRuleDefinition.GoalDaysMax);
        errors.Within("months", document.Months ?? 1, 1, CareRuleDefinition.MonthsMax);
        errors.Within("firstMonths", document.FirstMonths ?? 1, 1, CareRuleDefinition.MonthsMax);
        errors.Within("kilometres", document.Kilometres ?? 1, 1, CareRuleDefinition.KilometresMax);
        errors.Within("percent", document.Percent ?? 1, 1, CareRuleDefinition.PercentMax);
        errors.Within("pointsMin", document.PointsMin ?? 1, 1, RewardDefinition.PointsMax);
        return new CareRuleDefinition
        {
            Name = errors.Required("name", document.Name, CareRuleDefinition.NameLengthMax),
            Trigger = document.Trigger ?? default,
            Texts = Texts(document),
            Audience = new RewardPartsReader(errors).Eligibility(document.Audience, "audience"),
            Channels = Channels(document),
            Purpose = document.Purpose ?? ConsentPurpose.Service,
            Days = document.Days ?? 0,
            LateDays = document.LateDays ?? CareRuleDefinition.LateDaysDefault,
            Priority = document.Priority ?? PriorityDefault,
            Quiet = document.Quiet is { } quiet ? Quiet(quiet) : null,
            Cap = document.Cap is { } cap ? Cap(cap) : null,
            IsAboveCap = document.IsAboveCap,
            ControlPercent = document.ControlPercent ?? 0,
            Goal = document.Goal ?? default,
            GoalDays = document.GoalDays ?? CareRuleDefinition.GoalDaysDefault,
            Months = document.Months ?? 0,
            FirstMonths = document.FirstMonths ?? document.Months ?? 0,
            Window = document.Window ?? CareWindow.Moving,
            Kilometres = document.Kilometres,
            Percent = document.Percent ?? 0,
            Festival = document.Festival is { } festival ? Festival(festival) : null,
            Vins = document.Vins is { } vins ? Vins(vins) : null,
            Currency = document.Currency is null
                ? null
                : errors.RedeemableCurrency("currency", document.Currency, club),
            PointsMin = document.PointsMin ?? 1,
            Reward = document.Reward is null ? null : Reward(document.Reward),
            Attribute = document.Attribute is null ? null : Attribute(document.Attribute),
            Values =
            [
                .. errors
                    .List("values", document.Values, ValuesMax)
                    .Select((value, i) => errors.Required($"values[{i}]", value, MemberAttribute.ValueLengthMax)),
            ],
        };
    }

    /// <summary>A field that does nothing would be believed to do something.</summary>
    private void CheckNeeds(CareRuleDocument document)
    {
        var trigger = document.Trigger;
        var needs = trigger is { } known ? CareNeeds.Of(known) : default;
        Needed(CareNeed.Months, "months", document.Months is not null);
        Needed(CareNeed.Percent, "percent", document.Percent is not null);
        Needed(CareNeed.Festival, "festival", document.Festival is not null);
        Needed(CareNeed.Vins, "vins", document.Vins is not null);
        Needed(CareNeed.Currency, "currency", document.Currency is not null);
        Needed(CareNeed.Reward, "reward", document.Reward is not null);
        Needed(CareNeed.Attribute, "attribute", document.Attribute is not null);
        Optional(CareNeed.Kilometres, "kilometres", document.Kilometres is not null);
        Optional(CareNeed.Attribute, "values", document.Values is not null);
        Only(CareTrigger.InspectionDue, "firstMonths", document.FirstMonths is not null);
        Only(CareTrigger.NoActivity, "window", document.Window is not null);
        Only(CareTrigger.PointsLapsing, "pointsMin", document.PointsMin is not null);

        void Needed(CareNeed need, string field, bool isThere)
        {
            Optional(need, field, isThere);
            errors.Check(!needs.HasFlag(need) || isThere, field, "is required");
        }

        void Optional(CareNeed need, string field, bool isThere) =>
            errors.Check(
                trigger is null || needs.HasFlag(need) || !isThere,
                field,
                "must be left out with this trigger"
            );

        void Only(CareTrigger with, string field, bool isThere) =>
            errors.Check(trigger is null || trigger == with || !isThere, field, "must be left out with this trigger");
    }

    private List<RewardText> Texts(CareRuleDocument document)
    {
        var texts = errors.Texts("texts", document.Texts);
        foreach (var (i, text) in texts.Index())
        {
            errors.Check(text.Description is not null, $"texts[{i}].description", "must not be empty");
            errors.Check(text.Terms is null, $"texts[{i}].terms", "must be left out");
            CheckPlaces($"texts[{i}].title", text.Title);
            CheckPlaces($"texts[{i}].description", text.Description);
        }

        return texts;
    }

    private void CheckPlaces(string field, string? text)
    {
        if (text is not null && CarePlaceholders.WhyNot(text) is { } why)
        {
            errors.Add(field, why);
        }
    }

    private IReadOnlyList<ConsentChannel> Channels(CareRuleDocument document)
    {
        var channels = errors.List("channels", document.Channels, ChannelsMax);
        errors.Check(document.Channels is { Count: > 0 }, "channels", "must have at least one channel");
        errors.Check(channels.Distinct().Count() == channels.Count, "channels", "must not name a channel twice");
        return channels;
    }

    private QuietHours Quiet(QuietHoursDocument document)
    {
        errors.Check(document.From is not null, "quiet.from", "is required");
        errors.Check(document.Until is not null, "quiet.until", "is required");
        errors.Check(
            document.From is null || document.From != document.Until,
            "quiet.until",
            "must not be the same as quiet.from"
        );
        return new QuietHours(document.From ?? default, document.Until ?? default);
    }

    private CareCap Cap(CareCapDocument document) =>
        new(
            (int)errors.RequiredWithin("cap.contacts", document.Contacts, CareSettings.CapContactsMax),
            (int)errors.RequiredWithin("cap.days", document.Days, CareSettings.CapDaysMax)
        );

    private CareFestival Festival(CareFestivalDocument document)
    {
        errors.Check(document.Calendar is not null, "festival.calendar", "is required");
        return new CareFestival(
            document.Calendar ?? default,
            (int)errors.RequiredWithin("festival.month", document.Month, 12),
            (int)
                errors.RequiredWithin(
                    "festival.day",
                    document.Day,
                    document.Calendar == CareCalendar.ChineseLunar ? 30 : 31
                )
        );
    }

    private VinRange Vins(VinRangeDocument document)
    {
        var range = new VinRange(Vin("vins.from", document.From), Vin("vins.until", document.Until));
        errors.Check(
            string.CompareOrdinal(range.From, range.Until) <= 0,
            "vins.from",
            "must not come after vins.until"
        );
        return range;

        // The ends of a range are no vehicles: their check digits need not fit.
        string Vin(string field, string? text)
        {
            var value = text?.Trim().ToUpperInvariant() ?? "";
            errors.Check(
                value.Length == Domain.Members.Vin.Length
                    && value.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)),
                field,
                $"must have {Domain.Members.Vin.Length} letters and digits"
            );
            return value;
        }
    }

    private RewardId? Reward(string text)
    {
        if (Identifier.TryParse<RewardId>(text, out var id))
        {
            return id;
        }

        errors.Add("reward", "is not the id of a reward (rwd_…)");
        return null;
    }

    private string Attribute(string key)
    {
        errors.Check(
            MemberAttribute.IsKey(key),
            "attribute",
            "must be a key of small letters, digits, dots, hyphens and underscores"
        );
        return key;
    }
}
