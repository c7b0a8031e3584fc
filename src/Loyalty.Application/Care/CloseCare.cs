using Loyalty.Application.Jobs;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>Ends contacts whose time to respond is over, and takes calls and letters off their lists that nobody made in time. Whether a goal that the club's own records tell (a purchase, a visit, a
/// redemption) was reached is looked up, of those that were left out on purpose too.</summary>
public sealed class CloseCare(IDbContextFactory<LoyaltyDbContext> contexts, JobLeases leases, TimeProvider clock)
{
    private const string JobName = "care-closing";
    private const int EventsPerPage = 500;

    /// <summary>An ended contact too: what it aims at may stand in the records all the same.</summary>
    private static readonly CareStatus[] UnderWay = [CareStatus.Queued, CareStatus.Sent, CareStatus.Ended];

    /// <returns>how many were ended; null when another process is at it.</returns>
    public async Task<int?> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var lease = await leases.TakeAsync(JobName, cancellationToken);
        if (lease is null)
        {
            return null;
        }

        var closed = 0;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var now = clock.Instant();
            var page = await context
                .CareEvents.AsTracking()
                .Where(one =>
                    UnderWay.Contains(one.Status)
                    && one.NextAt <= now
                    // Whoever is on the telephone finishes the call.
                    && !(one.Status == CareStatus.Queued && one.TakenBy != null && one.TakenUntil > now)
                )
                .OrderBy(one => one.NextAt)
                .ThenBy(one => one.Id)
                .Take(EventsPerPage)
                .ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                return closed;
            }

            await CloseAsync(context, page, now, cancellationToken);
            try
            {
                await context.SaveChangesAsync(cancellationToken);
                closed += page.Count;
            }
            catch (DbUpdateConcurrencyException)
            {
                // An outcome came in at the same moment: looked at anew.
            }

            if (!await lease.NoteAsync(cancellationToken))
            {
                return closed;
            }
        }
    }

    private static async Task CloseAsync(
        LoyaltyDbContext context,
        List<CareEvent> page,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var members = page.Select(one => one.MemberId).Distinct().ToArray();
        var since = page.Min(one => one.SentAt)!.Value;
        var definitions = await context.ReadDefinitionsAsync(page, cancellationToken);
        var interactions = await context
            .Interactions.Where(one =>
                members.Contains(one.MemberId)
                && one.OccurredAt >= since
                && (one.Kind == InteractionKind.Purchase || one.Kind == InteractionKind.ServiceVisit)
                && !(one.Amount < 0)
            )
            .Select(one => new
            {
                one.MemberId,
                one.Kind,
                At = one.OccurredAt,
            })
            .ToListAsync(cancellationToken);
        var redemptions = await context
            .Redemptions.Where(one =>
                members.Contains(one.MemberId)
                && one.RequestedAt >= since
                && one.Status != RedemptionStatus.Cancelled
                && one.Status != RedemptionStatus.Failed
            )
            .Select(one => new { one.MemberId, At = one.RequestedAt })
            .ToListAsync(cancellationToken);
        var reached = interactions
            .Select(one =>
                (
                    one.MemberId,
                    Goal: one.Kind == InteractionKind.Purchase ? CareGoal.Purchase : CareGoal.ServiceVisit,
                    one.At
                )
            )
            .Concat(redemptions.Select(one => (one.MemberId, Goal: CareGoal.Redemption, one.At)))
            .ToLookup(one => (one.MemberId, one.Goal), one => one.At);
        foreach (var one in page)
        {
            var rule = definitions[one.Id];
            if (one.Status == CareStatus.Queued)
            {
                one.Expire(rule.Goal, rule.GoalDays, now);
                continue;
            }

            var isDone = reached[(one.MemberId, rule.Goal)].Any(at => at > one.SentAt && at <= one.NextAt);
            one.Close(isDone, now);
        }
    }
}
