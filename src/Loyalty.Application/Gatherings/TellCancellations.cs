using Loyalty.Application.Events;
using Loyalty.Application.Jobs;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Gatherings;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <summary>Tells those who were signed up for a gathering that it does not take place, page by page: a sign-up is cancelled with its
/// event, so that each is told once, whoever goes on after a process that died.</summary>
public sealed class TellCancellations(
    IDbContextFactory<LoyaltyDbContext> contexts,
    JobLeases leases,
    EventOutbox outbox,
    TimeProvider clock
)
{
    private const string JobPrefix = "gathering-cancel/";
    private const int PageSize = 200;

    /// <returns>how many sign-ups were cancelled.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        List<GatheringId> open;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            open = await context
                .Gatherings.Where(one => one.Status == GatheringStatus.Cancelled && one.ToldAt == null)
                .OrderBy(one => one.CancelledAt)
                .Select(one => one.Id)
                .ToListAsync(cancellationToken);
        }

        var told = 0;
        foreach (var gathering in open)
        {
            told += await RunAsync(gathering, cancellationToken);
        }

        return told;
    }

    private async Task<int> RunAsync(GatheringId id, CancellationToken cancellationToken)
    {
        await using var lease = await leases.TakeAsync(JobPrefix + id, cancellationToken);
        if (lease is null)
        {
            return 0;
        }

        var (job, told) = (lease.Job, 0);
        job.StartedAt ??= clock.Instant();
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var page = await context.InTurnAsync(
                id,
                gathering => PageAsync(context, gathering, cancellationToken),
                cancellationToken
            );
            var count = page.Refusal is null ? page.Value : 0;
            (told, job.Processed) = (told + count, job.Processed + count);
            job.FinishedAt = count == 0 ? clock.Instant() : null;
            if (!await lease.NoteAsync(cancellationToken) || count == 0)
            {
                return told;
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
        var page = await context
            .GatheringSignUps.AsTracking()
            .Where(row => row.GatheringId == gathering.Id && row.Status != SignUpStatus.Cancelled)
            .OrderBy(row => row.Number)
            .Take(PageSize)
            .ToListAsync(cancellationToken);
        foreach (var signUp in page)
        {
            signUp.Cancel(SignUpCanceller.Gathering, now);
            await outbox.AddAsync(
                context,
                ClubEventType.GatheringCancelled,
                signUp.MemberId,
                now,
                () => ClubEventData.OfCancelled(signUp),
                cancellationToken
            );
        }

        if (page.Count == 0)
        {
            gathering.EndCancelling(now);
        }

        return page.Count;
    }
}
