using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

internal static class CareStandings
{
    /// <summary>How members stand over all rules; a handful of statements for however many.</summary>
    /// <param name="members">a thousand at the most.</param>
    /// <param name="zone">of the programme.</param>
    public static async Task<Dictionary<MemberId, CareStanding>> StandingsAsync(
        this LoyaltyDbContext context,
        MemberId[] members,
        CareSettings settings,
        TimeZoneInfo zone,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .Members.Where(member => members.Contains(member.Id))
            .Select(member => new
            {
                member.Id,
                member.Status,
                HasAddress = member.Address != null,
            })
            .ToListAsync(cancellationToken);
        var consents = await context
            .Consents.Where(consent => members.Contains(consent.MemberId) && consent.Granted)
            .Select(consent => new
            {
                consent.MemberId,
                consent.Purpose,
                consent.Channel,
            })
            .ToListAsync(cancellationToken);
        var points = await context
            .ContactPoints.Where(point => members.Contains(point.MemberId))
            .Select(point => new { point.MemberId, point.Kind })
            .Distinct()
            .ToListAsync(cancellationToken);
        var apps = await context
            .MemberSignIns.Where(signIn => members.Contains(signIn.MemberId))
            .Select(signIn => signIn.MemberId)
            .Distinct()
            .ToListAsync(cancellationToken);
        var preferences = await context
            .CarePreferences.AsNoTracking()
            .Where(one => members.Contains(one.MemberId))
            .ToDictionaryAsync(one => one.MemberId, cancellationToken);
        var since = now.AddDays(-settings.CapDays);
        var contacts = await context
            .CareEvents.Where(one => members.Contains(one.MemberId) && one.SentAt > since && one.IsCounted)
            .OrderBy(one => one.SentAt)
            .Select(one => new { one.MemberId, At = one.SentAt!.Value })
            .ToListAsync(cancellationToken);
        var consented = consents.ToLookup(row => row.MemberId, row => (row.Purpose, row.Channel));
        var reached = points
            .SelectMany(row => ChannelsOf(row.Kind).Select(channel => (row.MemberId, channel)))
            .Concat(apps.Select(member => (MemberId: member, channel: ConsentChannel.Push)))
            .Concat(rows.Where(row => row.HasAddress).Select(row => (MemberId: row.Id, channel: ConsentChannel.Post)))
            .ToLookup(row => row.MemberId, row => row.channel);
        var contacted = contacts.ToLookup(row => row.MemberId, row => row.At);
        return rows.ToDictionary(
            row => row.Id,
            row =>
            {
                var wishes = preferences.GetValueOrDefault(row.Id);
                return new CareStanding
                {
                    Status = row.Status,
                    Consents = consented[row.Id].ToHashSet(),
                    Reachable = reached[row.Id].ToHashSet(),
                    Zone = Programme.TryFindTimeZone(wishes?.TimeZone, out var own) ? own : zone,
                    SnoozedUntil = wishes?.SnoozedUntil,
                    Muted = wishes?.Muted ?? [],
                    Contacts = [.. contacted[row.Id]],
                };
            }
        );
    }

    private static ConsentChannel[] ChannelsOf(ContactPointKind kind) =>
        kind == ContactPointKind.Email ? [ConsentChannel.Email] : [ConsentChannel.Phone, ConsentChannel.Sms];
}
