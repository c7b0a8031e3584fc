using Loyalty.Application.Events;
using Loyalty.Application.Jobs;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>What a look over the members found.</summary>
/// <param name="Day">as whose beginning was looked at.</param>
public sealed record FlagReport(DateOnly Day, long Members, long Began, long Ended);

/// <summary>
/// Puts the flags of <see cref="Behaviour"/> on the members' records, once a day, as of the beginning of the day in the programme's zone:
/// whoever looks again, also another process that takes over, finds the same. It goes page by page over the members, so that
/// memory does not grow with them, and writes only what changed, in one transaction with the events that tell it.
/// </summary>
public sealed class FlagBehaviour(
    IDbContextFactory<LoyaltyDbContext> contexts,
    JobLeases leases,
    ProgrammeSettings settings,
    EventOutbox outbox,
    TimeProvider clock
)
{
    public const string JobName = "flag-behaviour";

    /// <summary>One transaction at the most.</summary>
    private const int MembersPerPage = 1_000;

    private const int AttemptsMax = 5;

    /// <returns>null when the day is done, or another process is at it.</returns>
    public async Task<FlagReport?> ExecuteAsync(CancellationToken cancellationToken)
    {
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var today = clock.Instant().DayIn(zone);
        if ((await leases.FindAsync(JobName, cancellationToken))?.DoneThrough >= today)
        {
            return null;
        }

        await using var lease = await leases.TakeAsync(JobName, cancellationToken);
        if (lease is null || lease.Job.DoneThrough >= today)
        {
            return null;
        }

        var job = lease.Job;
        // A run of another day looked at another instant.
        if (job.Cursor is null || job.StartedAt?.DayIn(zone) != today)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            (job.StartedAt, job.FinishedAt, job.Processed, job.Cursor) = (clock.Instant(), null, 0, null);
            job.Total = await context.Members.CountAsync(cancellationToken);
        }

        var report = new FlagReport(today, 0, 0, 0);
        var after = Identifier.TryParse<MemberId>(job.Cursor, out var noted) ? noted : default;
        while (await FlagPageAsync(after, today.StartIn(zone), cancellationToken) is { } page)
        {
            report = report with
            {
                Members = report.Members + page.Members,
                Began = report.Began + page.Began,
                Ended = report.Ended + page.Ended,
            };
            (after, job.Cursor, job.Processed) = (page.Last, page.Last.ToString(), job.Processed + page.Members);
            if (!await lease.NoteAsync(cancellationToken))
            {
                return null;
            }
        }

        (job.DoneThrough, job.Cursor, job.FinishedAt) = (today, null, clock.Instant());
        await lease.NoteAsync(cancellationToken);
        return report;
    }

    /// <summary>One page, whoever else is at it.</summary>
    /// <param name="at">the beginning of the day.</param>
    /// <returns>null when there is nobody after <paramref name="after"/>.</returns>
    public async Task<FlaggedPage?> FlagPageAsync(
        MemberId after,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                return await TryPageAsync(context, after, at, cancellationToken);
            }
            catch (Exception exception) when (exception.IsOvertaken() && attempt < AttemptsMax)
            {
                // An account was closed at this moment, or another process looks at the same page: looked at anew.
            }
        }
    }

    private async Task<FlaggedPage?> TryPageAsync(
        LoyaltyDbContext context,
        MemberId after,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var page = await context
            .Members.Where(member => member.Id > after)
            .OrderBy(member => member.Id)
            .Select(member => new
            {
                member.Id,
                member.Status,
                IsErased = member.ErasedAt != null,
            })
            .Take(MembersPerPage)
            .ToListAsync(cancellationToken);
        if (page.Count == 0)
        {
            return null;
        }

        var last = page[^1].Id;
        var behaviours = await context
            .Interactions.Where(one => one.MemberId > after && one.MemberId <= last)
            .BehavioursAsync(at, cancellationToken);
        // Also what began at this same instant and has ended since: it begins again by the same row.
        var known = await context
            .MemberFlags.Where(flag =>
                flag.MemberId > after && flag.MemberId <= last && (flag.Until == null || flag.Since == at)
            )
            .ToListAsync(cancellationToken);
        var rows = known.ToLookup(flag => flag.MemberId);
        var (began, ended) = (0L, 0L);
        foreach (var member in page)
        {
            if (member.IsErased)
            {
                // The erasure passed over what a look wrote at the same moment.
                context.MemberFlags.RemoveRange(rows[member.Id]);
                continue;
            }

            var isOver = member.Status is MemberStatus.Closed or MemberStatus.Merged;
            var wanted = isOver ? [] : behaviours.GetValueOrDefault(member.Id)?.Flags ?? [];
            foreach (var flag in rows[member.Id].Where(flag => flag.Until is null && !wanted.Contains(flag.Flag)))
            {
                await context.EndFlagAsync(outbox, flag, at, cancellationToken);
                ended++;
            }

            foreach (var flag in wanted)
            {
                var row = rows[member.Id]
                    .FirstOrDefault(one => one.Flag == flag && (one.Until is null || one.Since == at));
                if (row is null or { Until: not null })
                {
                    await context.BeginFlagAsync(outbox, row, member.Id, flag, at, cancellationToken);
                    began++;
                }
            }
        }

        await context.SaveChangesAsync(cancellationToken);
        return new FlaggedPage(last, page.Count, began, ended);
    }

    /// <param name="Last">after whom the next page begins.</param>
    public sealed record FlaggedPage(MemberId Last, int Members, long Began, long Ended);
}
