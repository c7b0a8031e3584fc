using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>Calls that can be made now: not taken, not deferred, of members for whom it is no quiet hour and who have not
/// asked to be left alone for a while.</summary>
public sealed class CareCallQueue(LoyaltyDbContext context, ProgrammeSettings settings, TimeProvider clock)
{
    /// <summary>In the order in which they are to be made: the most urgent first, of those the oldest.</summary>
    public async Task<IQueryable<CareEvent>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        var care = await context.CareSettingsAsync(cancellationToken);
        var programme = (await settings.CurrentAsync(cancellationToken)).Programme;
        var queue = context.CareEvents.Where(call =>
            call.Status == CareStatus.Queued && call.Channel == ConsentChannel.Phone
        );
        // Few: the zones that members who are to be called have chosen for themselves.
        var zones = await (
            from call in queue
            join preferences in context.CarePreferences on call.MemberId equals preferences.MemberId
            where preferences.TimeZone != null
            select preferences.TimeZone!
        )
            .Distinct()
            .ToListAsync(cancellationToken);
        var quiet = zones.FindAll(zone => IsQuiet(care, now, ZoneOr(zone, programme)));
        queue = queue.Where(call =>
            (call.TakenUntil == null || call.TakenUntil <= now)
            && !context.CarePreferences.Any(row =>
                row.MemberId == call.MemberId
                && ((row.SnoozedUntil > now && call.IsCounted) || quiet.Contains(row.TimeZone!))
            )
        );
        if (IsQuiet(care, now, programme.Zone()))
        {
            queue = queue.Where(call =>
                context.CarePreferences.Any(row => row.MemberId == call.MemberId && row.TimeZone != null)
            );
        }

        return queue.OrderByDescending(call => call.Priority).ThenBy(call => call.SentAt).ThenBy(call => call.Id);
    }

    private static bool IsQuiet(CareSettings care, DateTimeOffset now, TimeZoneInfo zone) =>
        care.Hours.Earliest(now, zone) > now;

    // A zone that the machine's data has lost since it was chosen is the programme's.
    private static TimeZoneInfo ZoneOr(string? id, Programme programme) =>
        Programme.TryFindTimeZone(id, out var zone) ? zone : programme.Zone();
}
