using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <param name="Members">a thousand at the most.</param>
/// <param name="Rules">whose own caps matter.</param>
/// <param name="Judged">contacts that do not count, because they are judged.</param>
internal sealed record CareStandingsAsked(
    MemberId[] Members,
    CareSettings Settings,
    IReadOnlyDictionary<CareRuleId, CareRule> Rules,
    CareEventId[] Judged
);

internal static class CareStandings
{
    /// <summary>How members stand over all rules; a handful of statements for however many.</summary>
    /// <param name="zone">of the programme.</param>
    public static async Task<Dictionary<MemberId, CareStanding>> StandingsAsync(
        this LoyaltyDbContext context,
        CareStandingsAsked asked,
        TimeZoneInfo zone,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var members = asked.Members;
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
        var contacts = await ContactsAsync(context, asked, now, cancellationToken);
        var consented = consents.ToLookup(row => row.MemberId, row => (row.Purpose, row.Channel));
        var reached = points
            .SelectMany(row => ChannelsOf(row.Kind).Select(channel => (row.MemberId, channel)))
            .Concat(apps.Select(member => (MemberId: member, channel: ConsentChannel.Push)))
            .Concat(rows.Where(row => row.HasAddress).Select(row => (MemberId: row.Id, channel: ConsentChannel.Post)))
            .ToLookup(row => row.MemberId, row => row.channel);
        var contacted = contacts.ToLookup(row => row.Member);
        var begin = now.AddDays(-asked.Settings.CapDays);
        var capped = asked.Rules.Values.Where(rule => rule.Definition.Cap is not null).ToArray();
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
                    Contacts =
                    [
                        .. contacted[row.Id].Where(one => one.IsCounted && one.At > begin).Select(one => one.At),
                    ],
                    ByRule = capped.ToDictionary(
                        rule => rule.Id,
                        rule => contacted[row.Id].Where(one => one.Rule == rule.Id).Select(one => one.At).ToList()
                    ),
                };
            }
        );
    }

    /// <summary>Those that were made lately, or stand on a list; the oldest first.</summary>
    private static async Task<List<Contact>> ContactsAsync(
        LoyaltyDbContext context,
        CareStandingsAsked asked,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (members, judged) = (asked.Members, asked.Judged);
        var days = asked.Rules.Values.Max(rule => rule.Definition.Cap?.Days) ?? 0;
        var since = now.AddDays(-Math.Max(days, asked.Settings.CapDays));
        return await context
            .CareEvents.Where(one =>
                members.Contains(one.MemberId) && one.SentAt > since && !one.IsControl && !judged.Contains(one.Id)
            )
            .OrderBy(one => one.SentAt)
            .Select(one => new Contact(one.MemberId, one.RuleId, one.SentAt!.Value, one.IsCounted))
            .ToListAsync(cancellationToken);
    }

    private sealed record Contact(MemberId Member, CareRuleId Rule, DateTimeOffset At, bool IsCounted);

    private static ConsentChannel[] ChannelsOf(ContactPointKind kind) =>
        kind == ContactPointKind.Email ? [ConsentChannel.Email] : [ConsentChannel.Phone, ConsentChannel.Sms];
}
