using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Events;

/// <summary>Gives up what has been pending for too long, and deletes what has been kept for long enough.</summary>
public sealed class SweepEvents(
    LoyaltyDbContext context,
    EventSettings settings,
    EventMetrics metrics,
    TimeProvider clock
)
{
    private const int PerStatement = 1_000;
    private const int StatementsMax = 1_000;

    /// <summary>Why a delivery was given up that was never due, such as of a subscription that stayed paused.</summary>
    public const string TooOld = "too-old";

    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        var end = now.AddDays(-settings.KeepDays);
        await GiveUpAsync(now, end, cancellationToken);
        for (var i = 0; i < StatementsMax; i++)
        {
            // What was given up is kept once more as long, so that staff see it.
            var old = await context
                .ClubEvents.Where(row =>
                    row.HappenedAt < end
                    && row.DispatchedAt != null
                    && !context.EventDeliveries.Any(delivery =>
                        delivery.EventNumber == row.Number
                        && (delivery.State == EventDeliveryState.Pending || delivery.EndedAt >= end)
                    )
                )
                .OrderBy(row => row.Number)
                .Select(row => row.Number)
                .Take(PerStatement)
                .ToListAsync(cancellationToken);
            await context.ClubEvents.Where(row => old.Contains(row.Number)).ExecuteDeleteAsync(cancellationToken);
            if (old.Count < PerStatement)
            {
                break;
            }
        }

        // Lanes without anything in them; one that gets something at this moment is not without.
        await context.EventLanes.Where(lane => lane.NextAttemptAt == null).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Subscription by subscription, the oldest first, a thousand a statement: none keeps the senders waiting.</summary>
    private async Task GiveUpAsync(DateTimeOffset now, DateTimeOffset end, CancellationToken cancellationToken)
    {
        DateTimeOffset? endedAt = now;
        var subscriptions = await context
            .EventSubscriptions.OrderBy(subscription => subscription.Id)
            .Select(subscription => subscription.Id)
            .Take(EventSubscription.CountMax)
            .ToListAsync(cancellationToken);
        foreach (var id in subscriptions)
        {
            for (var i = 0; i < StatementsMax; i++)
            {
                var old = await context
                    .EventDeliveries.Where(row =>
                        row.SubscriptionId == id && row.State == EventDeliveryState.Pending && row.QueuedAt < end
                    )
                    .OrderBy(row => row.QueuedAt)
                    .Select(row => row.EventNumber)
                    .Take(PerStatement)
                    .ToListAsync(cancellationToken);
                if (old.Count > 0)
                {
                    var givenUp = await context
                        .EventDeliveries.Where(row =>
                            row.SubscriptionId == id
                            && old.Contains(row.EventNumber)
                            && row.State == EventDeliveryState.Pending
                            && row.QueuedAt < end
                        )
                        .ExecuteUpdateAsync(
                            row =>
                                row.SetProperty(r => r.State, EventDeliveryState.Dead)
                                    .SetProperty(r => r.EndedAt, endedAt)
                                    .SetProperty(r => r.LastError, TooOld),
                            cancellationToken
                        );
                    metrics.GivenUp(givenUp);
                }

                if (old.Count < PerStatement)
                {
                    break;
                }
            }
        }
    }
}
