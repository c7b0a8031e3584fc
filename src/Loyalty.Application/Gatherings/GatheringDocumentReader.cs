using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;

namespace Loyalty.Application.Gatherings;

/// <summary>Reads what staff wrote; whether tiers and partners are there is asked afterwards.</summary>
/// <param name="errors">told what is wrong, by the field's path.</param>
internal sealed class GatheringDocumentReader(FieldErrors errors)
{
    /// <returns>a stand-in where something is wrong.</returns>
    public (string Code, GatheringDefinition Definition) Read(GatheringDocument document)
    {
        CheckTimes(document);
        errors.Check(
            Programme.TryFindTimeZone(document.TimeZone, out _),
            "timeZone",
            "is no zone of the IANA database, such as Europe/Prague"
        );
        errors.Within("places", document.Places ?? 1, 1, GatheringDefinition.PlacesMax);
        errors.Within("guestsMax", document.GuestsMax, 0, GatheringDefinition.GuestsLimitMax);
        errors.Check(
            document.Places is not null || !document.HasWaitingList,
            "hasWaitingList",
            "must be left out without places: nobody waits where there is no limit"
        );
        errors.Within("reminderHours", document.ReminderHours ?? 1, 1, GatheringDefinition.ReminderHoursMax);
        var definition = new GatheringDefinition
        {
            Texts = errors.Texts("texts", document.Texts),
            Place = errors.Required("place", document.Place, GatheringDefinition.PlaceLengthMax),
            TimeZone = document.TimeZone ?? "",
            BeginsAt = (document.BeginsAt ?? default).ToStoredInstant(),
            EndsAt = (document.EndsAt ?? default).ToStoredInstant(),
            SignUpOpensAt = document.SignUpOpensAt?.ToStoredInstant(),
            SignUpClosesAt = document.SignUpClosesAt?.ToStoredInstant(),
            Places = document.Places,
            GuestsMax = document.GuestsMax,
            HasWaitingList = document.HasWaitingList,
            Audience = new RewardPartsReader(errors).Eligibility(document.Audience, "audience"),
            Channels = Channels(document.Channels),
            ReminderHours = document.ReminderHours,
        };
        return (Code(document.Code), definition);
    }

    private void CheckTimes(GatheringDocument document)
    {
        errors.Check(document.BeginsAt is not null, "beginsAt", "is required");
        errors.Check(document.EndsAt is not null, "endsAt", "is required");
        // Reminders are counted back from it.
        errors.Check(document.BeginsAt is null || document.BeginsAt.Value.Year >= 2000, "beginsAt", "is too long ago");
        errors.Check(!(document.EndsAt <= document.BeginsAt), "endsAt", "must be after it begins");
        errors.Check(
            (document.EndsAt - document.BeginsAt ?? TimeSpan.Zero) <= GatheringDefinition.DurationMax,
            "endsAt",
            $"must be at most {GatheringDefinition.DurationMax.Days} days after it begins"
        );
        errors.Check(
            !(document.SignUpClosesAt > document.BeginsAt),
            "signUpClosesAt",
            "must not be after the gathering begins"
        );
        errors.Check(
            !(document.SignUpOpensAt >= (document.SignUpClosesAt ?? document.BeginsAt)),
            "signUpOpensAt",
            "must be before sign-up closes"
        );
    }

    private string Code(string? code)
    {
        errors.Check(
            code is { Length: > 0 and <= GatheringDefinition.CodeLengthMax }
                && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'),
            "code",
            $"must have 1 to {GatheringDefinition.CodeLengthMax} small letters, digits and hyphens"
        );
        return code ?? "";
    }

    private IReadOnlyList<ConsentChannel> Channels(IReadOnlyList<ConsentChannel>? channels)
    {
        if (channels is null)
        {
            return GatheringDefinition.InvitingChannels;
        }

        foreach (var (i, _) in channels.Index().Where(one => !GatheringDefinition.InvitingChannels.Contains(one.Item)))
        {
            errors.Add($"channels[{i}]", "must be email, sms or push");
        }

        return [.. channels.Distinct()];
    }
}
