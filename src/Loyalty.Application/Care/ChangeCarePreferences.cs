using Loyalty.Application.Members;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>A member says how to be cared for.</summary>
public sealed class ChangeCarePreferences(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>How far ahead care can be put off.</summary>
    public const int SnoozeDaysMax = 366;

    /// <param name="muted">kinds that are not wanted; null leaves them as they are.</param>
    /// <param name="setsTimeZone">whether <paramref name="timeZone"/> is to be taken over.</param>
    /// <param name="timeZone">an id of the IANA database; null for the programme's.</param>
    public Task<Outcome<CarePreferences>> SetAsync(
        MemberId member,
        IReadOnlyList<CareKind>? muted,
        bool setsTimeZone,
        string? timeZone,
        CancellationToken cancellationToken
    ) =>
        setsTimeZone && timeZone is not null && !Programme.TryFindTimeZone(timeZone, out _)
            ? Task.FromResult<Outcome<CarePreferences>>(
                new Refusal.InvalidRequest("timeZone", "must be an id of the IANA database, such as Europe/Berlin")
            )
            : ChangeAsync(
                member,
                preferences =>
                {
                    preferences.Muted = muted is null ? preferences.Muted : [.. muted.Distinct().Order()];
                    preferences.TimeZone = setsTimeZone ? timeZone : preferences.TimeZone;
                },
                cancellationToken
            );

    /// <param name="until">nothing goes out before; null ends it.</param>
    public Task<Outcome<CarePreferences>> SnoozeAsync(
        MemberId member,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var errors = new FieldErrors();
        errors.Check(!(until <= now), "until", "must be in the future");
        errors.Check(!(until > now.AddDays(SnoozeDaysMax)), "until", $"must be at most {SnoozeDaysMax} days ahead");
        return errors.Refusal is { } invalid
            ? Task.FromResult<Outcome<CarePreferences>>(invalid)
            : ChangeAsync(
                member,
                preferences => preferences.SnoozedUntil = until?.ToStoredInstant(),
                cancellationToken
            );
    }

    private Task<Outcome<CarePreferences>> ChangeAsync(
        MemberId member,
        Action<CarePreferences> change,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync<CarePreferences>(async () =>
        {
            var preferences = await context
                .CarePreferences.AsTracking()
                .FirstOrDefaultAsync(row => row.MemberId == member, cancellationToken);
            if (preferences is null)
            {
                preferences = new CarePreferences { MemberId = member };
                context.CarePreferences.Add(preferences);
            }

            change(preferences);
            await context.SaveChangesAsync(cancellationToken);
            return preferences;
        });
}
