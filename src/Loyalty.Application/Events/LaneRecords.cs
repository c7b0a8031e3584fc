using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Loyalty.Storage.Events;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Events;

/// <summary>Leases lanes, and keeps what became of their events.</summary>
internal sealed class LaneRecords(
    IDbContextFactory<LoyaltyDbContext> contexts,
    EventSettings settings,
    TimeProvider clock
)
{
    /// <summary>Events that are sent under one lease.</summary>
    public const int EventsMax = 20;

    public async Task<IReadOnlyList<LaneRun>> LeaseAsync(
        EventSubscriptionId subscription,
        int lanesMax,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (lease, now) = (Guid.CreateVersion7(clock.GetUtcNow()), clock.Instant());
        var until = now + settings.LeaseTime;
        if (await context.LeaseLanesAsync(subscription, lease, lanesMax, now, until, cancellationToken) == 0)
        {
            return [];
        }

        var members = await context
            .EventLanes.Where(lane => lane.SubscriptionId == subscription && lane.Lease == lease)
            .Select(lane => lane.MemberId)
            .ToListAsync(cancellationToken);
        return members.ConvertAll(member => new LaneRun(member, lease));
    }

    /// <summary>What is pending in a lane, in order, with the subscription as it is at that moment: what was queued after a change must
    /// not be sent as before it. Nothing of a subscription that is not active.</summary>
    public async Task<IReadOnlyList<PendingEvent>> PendingAsync(
        EventSubscriptionId subscription,
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from delivery in context.EventDeliveries.AsNoTracking()
            join one in context.ClubEvents on delivery.EventNumber equals one.Number
            join to in context.EventSubscriptions on delivery.SubscriptionId equals to.Id
            where
                to.Id == subscription
                && to.Status == EventSubscriptionStatus.Active
                && delivery.SubscriptionId == subscription
                && delivery.MemberId == member
                && delivery.State == EventDeliveryState.Pending
            orderby delivery.EventNumber
            select new PendingEvent(delivery, one.Id, one.Body, to)
        )
            .Take(EventsMax)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Keeps what was done, and gives the lanes back. Of a lane whose lease another process has taken over nothing is kept: what
    /// was sent there is sent again. A lane that is to wait goes on at once if the subscription has been changed or resumed since its
    /// call was made.</summary>
    public async Task KeepAsync(
        EventSubscriptionId subscription,
        IReadOnlyCollection<LaneRun> runs,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        // Before the lanes, as those who change it do. Who resumes it finds these lanes given back, or has done it before.
        var version = runs.Any(run => run.WaitsUntil is not null)
            ? await context.LockVersionAsync(subscription, cancellationToken)
            : null;
        var mine = await LockAsync(context, subscription, runs, cancellationToken);
        foreach (var (delivery, attempt) in mine.SelectMany(run => run.Tried))
        {
            context.Update(delivery);
            context.Add(attempt);
        }

        await context.SaveChangesAsync(cancellationToken);
        var now = clock.Instant();
        var done = mine.Where(run => run.WaitsUntil is null).Select(run => run.Member).ToArray();
        var lanes = context.EventLanes.Where(lane => lane.SubscriptionId == subscription);
        if (done.Length > 0)
        {
            await SetAsync(
                lanes.Where(lane =>
                    done.Contains(lane.MemberId)
                    && context.EventDeliveries.Any(row =>
                        row.SubscriptionId == subscription
                        && row.MemberId == lane.MemberId
                        && row.State == EventDeliveryState.Pending
                    )
                ),
                now,
                cancellationToken
            );
            await SetAsync(
                lanes.Where(lane => done.Contains(lane.MemberId) && lane.Lease != null),
                at: null,
                cancellationToken
            );
        }

        var waits = mine.Where(run => run.WaitsUntil is not null);
        foreach (var waiting in waits.GroupBy(run => (run.Version ?? version) == version ? run.WaitsUntil : now))
        {
            var members = waiting.Select(run => run.Member).ToArray();
            await SetAsync(lanes.Where(lane => members.Contains(lane.MemberId)), waiting.Key, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Locks the lanes, so that nobody queues anything between what follows and the commit.</summary>
    private async Task<IReadOnlyCollection<LaneRun>> LockAsync(
        LoyaltyDbContext context,
        EventSubscriptionId subscription,
        IReadOnlyCollection<LaneRun> runs,
        CancellationToken cancellationToken
    )
    {
        var members = runs.Select(run => run.Member).ToArray();
        var leases = runs.Select(run => (Guid?)run.Lease).Distinct().ToArray();
        var held = context.EventLanes.Where(lane =>
            lane.SubscriptionId == subscription && members.Contains(lane.MemberId) && leases.Contains(lane.Lease)
        );
        DateTimeOffset? until = clock.Instant() + settings.LeaseTime;
        var locked = await held.ExecuteUpdateAsync(
            lane => lane.SetProperty(l => l.NextAttemptAt, until),
            cancellationToken
        );
        if (locked == runs.Count)
        {
            return runs;
        }

        var mine = await held.Select(lane => new { lane.MemberId, lane.Lease }).ToListAsync(cancellationToken);
        return [.. runs.Where(run => mine.Exists(lane => lane.MemberId == run.Member && lane.Lease == run.Lease))];
    }

    private static Task<int> SetAsync(
        IQueryable<EventLane> lanes,
        DateTimeOffset? at,
        CancellationToken cancellationToken
    ) =>
        lanes.ExecuteUpdateAsync(
            lane => lane.SetProperty(l => l.NextAttemptAt, at).SetProperty(l => l.Lease, (Guid?)null),
            cancellationToken
        );
}

/// <param name="Body">what is sent.</param>
internal sealed record PendingEvent(
    EventDelivery Delivery,
    ClubEventId Id,
    string Body,
    EventSubscription Subscription
);
