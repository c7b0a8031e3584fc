using Loyalty.Application.Events;
using Loyalty.Application.Jobs;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Gatherings;

/// <summary>
/// Reminds those who have a place, once, from the gathering's reminder on until it begins. That it was done stands in the sign-up, and
/// is written with the event in the gathering's turn: who has cancelled is not reminded. It is service to whoever signed up, and no
/// consent is asked for; accounts that may not be written to are left out. While nobody subscribes to reminders nobody is marked as
/// reminded.
/// </summary>
public sealed partial class RemindOfGatherings(
    IDbContextFactory<LoyaltyDbContext> contexts,
    JobLeases leases,
    EventOutbox outbox,
    TimeProvider clock,
    ILogger<RemindOfGatherings> logger
)
{
    private const string JobPrefix = "gathering-remind/";
    private const int PageSize = 200;

    /// <returns>how many were reminded.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (!await outbox.IsAskedForAsync(ClubEventType.GatheringReminder, cancellationToken))
        {
            return 0;
        }

        List<GatheringId> due;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var now = clock.Instant();
            due = await context
                .Gatherings.Where(one =>
                    one.Status == GatheringStatus.Published
                    && one.EndsAt > now
                    && one.BeginsAt > now
                    && one.RemindAt <= now
                )
                .OrderBy(one => one.BeginsAt)
                .Select(one => one.Id)
                .ToListAsync(cancellationToken);
        }

        var reminded = 0;
        foreach (var gathering in due)
        {
            try
            {
                reminded += await RunAsync(gathering, cancellationToken);
            }
#pragma warning disable CA1031 // One gathering that fails must not keep the others; the next round goes on with it.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception, gathering);
            }
        }

        return reminded;
    }

    private async Task<int> RunAsync(GatheringId id, CancellationToken cancellationToken)
    {
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (!await Due(context, id).AnyAsync(cancellationToken))
            {
                return 0;
            }
        }

        await using var lease = await leases.TakeAsync(JobPrefix + id, cancellationToken);
        if (lease is null)
        {
            return 0;
        }

        var (job, reminded) = (lease.Job, 0);
        (job.StartedAt, job.FinishedAt, job.Processed) = (clock.Instant(), null, 0);
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var page = await context.InTurnAsync(
                id,
                gathering => PageAsync(context, gathering, cancellationToken),
                cancellationToken
            );
            // Overtaken by a merge: the next round goes on.
            var count = page.Refusal is null ? page.Value : 0;
            (reminded, job.Processed) = (reminded + count, job.Processed + count);
            if (count < PageSize)
            {
                job.FinishedAt = clock.Instant();
                await lease.NoteAsync(cancellationToken);
                return reminded;
            }

            if (!await lease.NoteAsync(cancellationToken))
            {
                return reminded;
            }
        }
    }

    private async Task<Outcome<int>> PageAsync(
        LoyaltyDbContext context,
        Gathering gathering,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        // Staff may have moved or cancelled it at this moment.
        if (!gathering.GivesPlacesAt(now) || !(gathering.RemindAt <= now))
        {
            return 0;
        }

        var page = await Due(context, gathering.Id)
            .AsTracking()
            .OrderBy(row => row.Number)
            .Take(PageSize)
            .ToListAsync(cancellationToken);
        foreach (var signUp in page)
        {
            signUp.RemindedAt = now;
            await outbox.AddAsync(
                context,
                ClubEventType.GatheringReminder,
                signUp.MemberId,
                now,
                () => ClubEventData.Of(signUp, gathering.BeginsAt),
                cancellationToken
            );
        }

        return page.Count;
    }

    private static IQueryable<GatheringSignUp> Due(LoyaltyDbContext context, GatheringId id) =>
        context
            .SignUpsWithPlace(id)
            .Where(row =>
                row.RemindedAt == null
                && context.Members.Any(member => member.Id == row.MemberId && member.Status == MemberStatus.Active)
            );

    [LoggerMessage(LogLevel.Error, "Members could not be reminded of gathering {Gathering}. It is tried again.")]
    private partial void LogFailed(Exception exception, GatheringId gathering);
}
