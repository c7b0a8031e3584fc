using Loyalty.Application.Care;
using Loyalty.Application.Events;
using Loyalty.Application.Jobs;
using Loyalty.Application.Offers;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Events;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Gatherings;

/// <summary>
/// Invites the audience of published gatherings, page by page in the order of the members' ids, noted after each, so that another process
/// goes on from there. Each member once: the invitation's key is gathering and member, and its event is written with it. Once more each
/// day, and after each change by staff, until sign-up closes: who belongs to the audience or consents by then is invited too. While
/// nobody subscribes to invitations there are none, so that none is used up unheard.
/// </summary>
public sealed partial class InviteToGatherings(
    IDbContextFactory<LoyaltyDbContext> contexts,
    JobLeases leases,
    FindAudience audience,
    ProgrammeSettings settings,
    EventOutbox outbox,
    TimeProvider clock,
    ILogger<InviteToGatherings> logger
)
{
    public const string JobPrefix = "gathering-invite/";

    private const int PageSize = 500;
    private const int TriesMax = 5;

    /// <returns>how many were invited.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (!await outbox.IsAskedForAsync(ClubEventType.GatheringInvited, cancellationToken))
        {
            return 0;
        }

        var now = clock.Instant();
        List<Gathering> ahead;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            ahead = await context
                .Gatherings.AsNoTracking()
                .Where(one => one.Status == GatheringStatus.Published && one.EndsAt > now && one.BeginsAt > now)
                .OrderBy(one => one.BeginsAt)
                .ThenBy(one => one.Id)
                .ToListAsync(cancellationToken);
        }

        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var invited = 0;
        foreach (
            var gathering in ahead.Where(one => one.Definition.Channels.Count > 0 && now < one.Definition.SignUpEnd())
        )
        {
            var job = await leases.FindAsync(JobPrefix + gathering.Id, cancellationToken);
            if (IsDone(job, gathering, now.DayIn(zone)))
            {
                continue;
            }

            try
            {
                invited += await RunAsync(gathering, zone, cancellationToken);
            }
#pragma warning disable CA1031 // One gathering that fails must not keep the others; the next round goes on with it.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception, gathering.Id);
            }
        }

        return invited;
    }

    private static bool IsDone(Job? job, Gathering gathering, DateOnly today) =>
        job is not null && job.DoneThrough >= today && job.StartedAt >= gathering.ChangedAt;

    private async Task<int> RunAsync(Gathering gathering, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        await using var lease = await leases.TakeAsync(JobPrefix + gathering.Id, cancellationToken);
        var today = clock.Instant().DayIn(zone);
        if (lease is null || IsDone(lease.Job, gathering, today))
        {
            return 0;
        }

        var (job, invited) = (lease.Job, 0);
        // A run of what the gathering was before looked for others.
        if (job.Cursor is null || job.StartedAt < gathering.ChangedAt)
        {
            (job.StartedAt, job.FinishedAt, job.Processed, job.Cursor) = (clock.Instant(), null, 0, null);
        }

        var after = Identifier.TryParse<MemberId>(job.Cursor, out var noted) ? noted : default;
        while (true)
        {
            var (last, made) = await PageAsync(gathering, after, zone, cancellationToken);
            invited += made;
            job.Processed += made;
            if (last is { } position)
            {
                after = position;
                job.Cursor = after.ToString();
            }
            else
            {
                (job.Cursor, job.DoneThrough, job.FinishedAt) = (null, today, clock.Instant());
            }

            if (!await lease.NoteAsync(cancellationToken) || job.Cursor is null)
            {
                return invited;
            }
        }
    }

    /// <returns>the last member that was looked at, null after the last of all or when staff have cancelled; and how many were
    /// invited.</returns>
    private async Task<(MemberId? Last, int Invited)> PageAsync(
        Gathering gathering,
        MemberId after,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 1; ; tries++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var id = gathering.Id;
            var isOn = await context.Gatherings.AnyAsync(
                one => one.Id == id && one.Status == GatheringStatus.Published,
                cancellationToken
            );
            if (!isOn)
            {
                return (null, 0);
            }

            var members = await context
                .Members.Where(member => member.Id > after && member.Status == MemberStatus.Active)
                .OrderBy(member => member.Id)
                .Select(member => member.Id)
                .Take(PageSize)
                .ToArrayAsync(cancellationToken);
            var rest = await WithoutKnownAsync(context, id, members, cancellationToken);
            var made = await WriteAsync(context, gathering, rest, zone, cancellationToken);
            try
            {
                await context.SaveChangesAsync(cancellationToken);
                return (members.Length < PageSize ? null : members[^1], made);
            }
            catch (DbUpdateException exception) when (exception.IsUniqueViolation() && tries < TriesMax)
            {
                // A process whose lease has ended did a little more; what it wrote is seen now.
            }
        }
    }

    /// <summary>Who was invited is not again, and who has signed up needs no invitation. Looked up by the page, because an anti-join
    /// reads all invitations for each one.</summary>
    private static async Task<MemberId[]> WithoutKnownAsync(
        LoyaltyDbContext context,
        GatheringId id,
        MemberId[] members,
        CancellationToken cancellationToken
    )
    {
        var invited = await context
            .GatheringInvitations.Where(row => row.GatheringId == id && members.Contains(row.MemberId))
            .Select(row => row.MemberId)
            .ToListAsync(cancellationToken);
        var signedUp = await context
            .GatheringSignUps.Where(row => row.GatheringId == id && members.Contains(row.MemberId))
            .Select(row => row.MemberId)
            .ToListAsync(cancellationToken);
        return [.. members.Except(invited).Except(signedUp)];
    }

    private async Task<int> WriteAsync(
        LoyaltyDbContext context,
        Gathering gathering,
        MemberId[] members,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        if (members.Length == 0)
        {
            return 0;
        }

        var (definition, now, made) = (gathering.Definition, clock.Instant(), 0);
        var facts = await audience.ReadAsync(context, [definition.Audience], members, cancellationToken);
        var meant = members.Where(member => definition.Audience.Missing(facts[member]).Count == 0).ToArray();
        var standings = await context.StandingsAsync(
            new CareStandingsAsked(
                meant,
                await context.CareSettingsAsync(cancellationToken),
                new Dictionary<CareRuleId, CareRule>(),
                []
            ),
            zone,
            now,
            cancellationToken
        );
        foreach (var member in meant)
        {
            // Whom no channel reaches, or who wants to be left alone for a while, is looked at again tomorrow.
            if (ChannelOf(definition, standings.GetValueOrDefault(member), now) is not { } channel)
            {
                continue;
            }

            context.GatheringInvitations.Add(
                new GatheringInvitation
                {
                    GatheringId = gathering.Id,
                    MemberId = member,
                    Channel = channel,
                    InvitedAt = now,
                }
            );
            await outbox.AddAsync(
                context,
                ClubEventType.GatheringInvited,
                member,
                now,
                () => new ClubEventData.GatheringInvited(member.ToString(), gathering.Id.ToString(), channel),
                cancellationToken
            );
            made++;
        }

        return made;
    }

    private static ConsentChannel? ChannelOf(
        GatheringDefinition definition,
        CareStanding? standing,
        DateTimeOffset now
    ) =>
        standing is null || !standing.Status.Allows(MemberOperation.Message) || standing.SnoozedUntil > now
            ? null
            : definition
                .Channels.Where(channel =>
                    standing.Consents.Contains((ConsentPurpose.Events, channel)) && standing.Reachable.Contains(channel)
                )
                .Select(channel => (ConsentChannel?)channel)
                .FirstOrDefault();

    [LoggerMessage(LogLevel.Error, "Members could not be invited to gathering {Gathering}. It is tried again.")]
    private partial void LogFailed(Exception exception, GatheringId gathering);
}
