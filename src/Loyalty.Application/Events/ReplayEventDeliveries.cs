using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Storage;
using Loyalty.Storage.Events;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Events;

/// <param name="From">itself included; null with <see cref="DeadOnly"/> for all.</param>
/// <param name="Until">itself not included.</param>
/// <param name="DeadOnly">what was given up alone; else also what was delivered, or never queued for the subscription.</param>
/// <param name="After">the number to go on after, from <see cref="EventsReplayed"/>.</param>
public sealed record ReplayEventsRequest(DateTimeOffset? From, DateTimeOffset? Until, bool DeadOnly, long? After);

/// <param name="Queued">what is sent again.</param>
/// <param name="Next">there is more: hand it in as <c>after</c>; null at the end.</param>
public sealed record EventsReplayed(int Queued, long? Next);

/// <summary>Queues events again, under their own ids. What is pending is not queued twice.</summary>
public sealed class ReplayEventDeliveries(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>Events that one call looks at.</summary>
    public const int EventsMax = 50_000;

    private const int PerTransaction = 1_000;

    public async Task<Outcome<EventsReplayed>> ReplayAsync(
        EventSubscriptionId id,
        ReplayEventsRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!request.DeadOnly && (request.From is null || request.Until is null))
        {
            return new Refusal.InvalidRequest(
                request.From is null ? "from" : "until",
                "is required unless only what was given up is replayed"
            );
        }

        if (request.From >= request.Until)
        {
            return new Refusal.InvalidRequest("until", "must be later than from");
        }

        var subscription = await context
            .EventSubscriptions.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (subscription is null)
        {
            return NoSuchSubscription;
        }

        var wanted = Wanted(subscription, request);
        var (position, seen, queued) = (request.After ?? 0, 0, 0);
        while (seen < EventsMax)
        {
            var numbers = await wanted
                .Where(row => row.Number > position)
                .OrderBy(row => row.Number)
                .Select(row => row.Number)
                .Take(PerTransaction)
                .ToListAsync(cancellationToken);
            queued += await QueueAsync(id, numbers, cancellationToken);
            if (numbers.Count < PerTransaction)
            {
                return new EventsReplayed(queued, Next: null);
            }

            (position, seen) = (numbers[^1], seen + numbers.Count);
        }

        return new EventsReplayed(queued, position);
    }

    /// <summary>One event that is there in the subscription's log.</summary>
    public async Task<Outcome<EventsReplayed>> ReplayAsync(
        EventSubscriptionId id,
        ClubEventId eventId,
        CancellationToken cancellationToken
    )
    {
        var number = await (
            from one in context.ClubEvents
            join delivery in context.EventDeliveries on one.Number equals delivery.EventNumber
            where one.Id == eventId && delivery.SubscriptionId == id
            select (long?)one.Number
        ).FirstOrDefaultAsync(cancellationToken);
        return number is { } found
            ? new EventsReplayed(await QueueAsync(id, [found], cancellationToken), Next: null)
            : new Refusal.NoSuch("delivery");
    }

    private static Refusal NoSuchSubscription => new Refusal.NoSuch("event subscription");

    private IQueryable<ClubEvent> Wanted(EventSubscription subscription, ReplayEventsRequest request)
    {
        var events = context.ClubEvents.AsNoTracking();
        if (request.From is { } from)
        {
            var instant = from.ToStoredInstant();
            events = events.Where(row => row.HappenedAt >= instant);
        }

        if (request.Until is { } until)
        {
            var instant = until.ToStoredInstant();
            events = events.Where(row => row.HappenedAt < instant);
        }

        if (request.DeadOnly)
        {
            return events.Where(row =>
                context.EventDeliveries.Any(delivery =>
                    delivery.SubscriptionId == subscription.Id
                    && delivery.EventNumber == row.Number
                    && delivery.State == EventDeliveryState.Dead
                )
            );
        }

        // What nobody has queued yet comes by itself.
        events = events.Where(row => row.DispatchedAt != null);
        var types = subscription.TypeList.ToArray();
        return types.Length == 0 ? events : events.Where(row => types.Contains(row.Type));
    }

    private async Task<int> QueueAsync(EventSubscriptionId id, List<long> numbers, CancellationToken cancellationToken)
    {
        if (numbers.Count == 0)
        {
            return 0;
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var queued = await context.QueueEventsAsync(
            numbers.Select(number => (id, number)),
            clock.Instant(),
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        return queued;
    }
}
