using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Events;

/// <summary>What staff do with a subscription that is there. A change holds for what is queued after it, and within a second or two for
/// the rest. Calls that are under way end as they were begun; what fails in them is tried again at once.</summary>
public sealed class ChangeEventSubscription(
    LoyaltyDbContext context,
    OutboundHttp outbound,
    EventKeyProtector protector,
    EventOutbox outbox,
    TimeProvider clock
)
{
    public const int OverlapHoursDefault = 24;
    public const int OverlapHoursMax = 30 * 24;

    /// <param name="version">the one that the caller read.</param>
    public async Task<Outcome<EventSubscription>> UpdateAsync(
        EventSubscriptionId id,
        long version,
        EventSubscriptionRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(id, cancellationToken) is not { } subscription)
        {
            return NoSuch;
        }

        if (subscription.Version != version)
        {
            return new Refusal.StaleVersion();
        }

        return request.ApplyTo(subscription, outbound) is { } unsound
            ? unsound
            : await SaveAsync(subscription, cancellationToken);
    }

    /// <summary>Nothing is sent any more; what happens is queued. To pause what is not active changes nothing.</summary>
    public async Task<Outcome<EventSubscription>> PauseAsync(
        EventSubscriptionId id,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(id, cancellationToken) is not { } subscription)
        {
            return NoSuch;
        }

        if (subscription.Status != EventSubscriptionStatus.Active)
        {
            return subscription;
        }

        (subscription.Status, subscription.StatusSince) = (EventSubscriptionStatus.Paused, clock.Instant());
        return await SaveAsync(subscription, cancellationToken);
    }

    /// <summary>Events are sent again, and what waits for a later attempt is tried at once: also of what was active all along.</summary>
    public async Task<Outcome<EventSubscription>> ResumeAsync(
        EventSubscriptionId id,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(id, cancellationToken) is not { } subscription)
        {
            return NoSuch;
        }

        var now = clock.Instant();
        if (subscription.Status != EventSubscriptionStatus.Active)
        {
            (subscription.Status, subscription.StatusSince) = (EventSubscriptionStatus.Active, now);
        }

        // Also what was active all along gets a new version, by which senders see that a call was made before.
        context.Entry(subscription).Property(one => one.Status).IsModified = true;
        var saved = await SaveAsync(subscription, cancellationToken);
        if (saved.Refusal is null)
        {
            DateTimeOffset? at = now;
            await context
                .EventLanes.Where(lane => lane.SubscriptionId == id && lane.NextAttemptAt > now && lane.Lease == null)
                .ExecuteUpdateAsync(lane => lane.SetProperty(l => l.NextAttemptAt, at), cancellationToken);
        }

        return saved;
    }

    /// <summary>Makes the next secret. The one before signs too until the overlap is over, so that the consumer can change over without
    /// a gap.</summary>
    /// <param name="overlapHours">null for <see cref="OverlapHoursDefault"/>; 0 ends all others at once.</param>
    public async Task<Outcome<NewEventSubscription>> RotateAsync(
        EventSubscriptionId id,
        int? overlapHours,
        CancellationToken cancellationToken
    )
    {
        if (overlapHours is < 0 or > OverlapHoursMax)
        {
            return new Refusal.InvalidRequest("overlapHours", $"must be between 0 and {OverlapHoursMax}");
        }

        if (await FindAsync(id, cancellationToken) is not { } subscription)
        {
            return NoSuch;
        }

        var (now, overlap) = (clock.Instant(), TimeSpan.FromHours(overlapHours ?? OverlapHoursDefault));
        if (overlap > TimeSpan.Zero && subscription.HasPreviousKey(now))
        {
            return new StillOverlapping(subscription.PreviousKeyEndsAt!.Value);
        }

        var (encrypted, secret) = protector.NewKey(id);
        subscription.Rotate(encrypted, now, overlap);
        var saved = await SaveAsync(subscription, cancellationToken);
        return saved.Refusal is { } refusal ? refusal : new NewEventSubscription(subscription, secret);
    }

    /// <summary>With all that is queued for it and its log.</summary>
    public async Task<Outcome<EventSubscriptionId>> DeleteAsync(
        EventSubscriptionId id,
        CancellationToken cancellationToken
    )
    {
        outbox.ExpectChange();
        var deleted = await context
            .EventSubscriptions.Where(subscription => subscription.Id == id)
            .ExecuteDeleteAsync(cancellationToken);
        return deleted == 0 ? NoSuch : id;
    }

    private static Refusal NoSuch => new Refusal.NoSuch("event subscription");

    private Task<EventSubscription?> FindAsync(EventSubscriptionId id, CancellationToken cancellationToken) =>
        context.EventSubscriptions.FirstOrDefaultAsync(subscription => subscription.Id == id, cancellationToken);

    private async Task<Outcome<EventSubscription>> SaveAsync(
        EventSubscription subscription,
        CancellationToken cancellationToken
    )
    {
        outbox.ExpectChange();
        return await context.SaveSubscriptionAsync(cancellationToken) is { } refusal ? refusal : subscription;
    }

    /// <summary>Two secrets are live already.</summary>
    public sealed record StillOverlapping(DateTimeOffset PreviousEndsAt)
        : Refusal(
            "secret-still-overlapping",
            RefusalKind.Conflict,
            "The secret before the newest is still used for signing. Wait until it ends, or end both with overlapHours 0."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("previousEndsAt", PreviousEndsAt)];
    }
}
