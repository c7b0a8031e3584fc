using Loyalty.Application.Events;
using Loyalty.Domain.Events;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Events;

/// <param name="Url">absolute, https; one subscription has it.</param>
/// <param name="Description">for staff.</param>
/// <param name="Types">such as <c>loyalty.points.posted</c>; left out or empty for all, also those that come later.</param>
/// <param name="ConcurrencyMax">calls that one node makes at a time: 1 to 64, 8 when left out.</param>
public sealed record EventSubscriptionBody(
    string Url,
    string? Description = null,
    IReadOnlyList<string>? Types = null,
    int? ConcurrencyMax = null
)
{
    internal EventSubscriptionRequest ToRequest() => new(Url, Description, Types, ConcurrencyMax);
}

/// <param name="OverlapHours">how long the secret before signs too: 0 to 720, 24 when left out.</param>
public sealed record RotateEventSecretBody(int? OverlapHours = null);

/// <param name="Types">empty for all.</param>
/// <param name="StatusSince">when the status began.</param>
/// <param name="PreviousSecretEndsAt">until when the secret before signs too; null when there is none.</param>
/// <param name="Pending">deliveries that wait or are tried again; 10000 stands for so many or more.</param>
/// <param name="Dead">deliveries that were given up; 10000 stands for so many or more.</param>
/// <param name="OldestPendingAt">since when the oldest of them is queued; null for none.</param>
public sealed record EventSubscriptionView(
    EventSubscriptionId Id,
    string Url,
    string? Description,
    IReadOnlyList<string> Types,
    EventSubscriptionStatus Status,
    DateTimeOffset StatusSince,
    int ConcurrencyMax,
    DateTimeOffset SecretMadeAt,
    DateTimeOffset? PreviousSecretEndsAt,
    DateTimeOffset CreatedAt,
    long Pending,
    long Dead,
    DateTimeOffset? OldestPendingAt
)
{
    internal static EventSubscriptionView Of(EventSubscription subscription, IReadOnlyList<EventBacklog> backlogs)
    {
        var backlog = backlogs.FirstOrDefault(one => one.Subscription == subscription.Id);
        return new EventSubscriptionView(
            subscription.Id,
            subscription.Url,
            subscription.Description,
            subscription.TypeList,
            subscription.Status,
            subscription.StatusSince,
            subscription.ConcurrencyMax,
            subscription.KeyMadeAt,
            subscription.PreviousKeyEndsAt,
            subscription.CreatedAt,
            backlog?.Pending ?? 0,
            backlog?.Dead ?? 0,
            backlog?.OldestPendingAt
        );
    }
}

/// <param name="Secret"><c>whsec_…</c>, shown this once.</param>
public sealed record NewEventSubscriptionView(EventSubscriptionView Subscription, string Secret)
{
    internal static NewEventSubscriptionView Of(NewEventSubscription made) =>
        new(EventSubscriptionView.Of(made.Subscription, []), made.Secret);
}

/// <param name="EventId">the test event's own id.</param>
/// <param name="Taken">whether the consumer answered 2xx.</param>
/// <param name="Status">HTTP; null when there was no answer.</param>
/// <param name="Error">why it was not taken, as a code: see docs/events-out.md.</param>
public sealed record EventTestView(ClubEventId EventId, bool Taken, int? Status, string? Error, int Milliseconds)
{
    internal static EventTestView Of(EventTestResult result) =>
        new(result.Id, result.IsTaken, result.Status, result.Error, result.Milliseconds);
}

/// <summary>What staff care about of a subscription's deliveries.</summary>
/// <param name="Pending">up to <see cref="EventBacklogs.CountedMax"/>, as is <paramref name="Dead"/>.</param>
internal sealed record EventBacklog(
    EventSubscriptionId Subscription,
    int Pending,
    int Dead,
    DateTimeOffset? OldestPendingAt
);

internal static class EventBacklogs
{
    /// <summary>More are not counted: a consumer that was away for days has millions, and staff look often then.</summary>
    public const int CountedMax = 10_000;

    public static async Task<IReadOnlyList<EventBacklog>> BacklogsAsync(
        this LoyaltyDbContext context,
        IReadOnlyCollection<EventSubscriptionId> ids,
        CancellationToken cancellationToken
    )
    {
        var deliveries = context.EventDeliveries;
        return await context
            .EventSubscriptions.AsNoTracking()
            .Where(subscription => ids.Contains(subscription.Id))
            .Select(subscription => new EventBacklog(
                subscription.Id,
                deliveries
                    .Where(row => row.SubscriptionId == subscription.Id && row.State == EventDeliveryState.Pending)
                    .Take(CountedMax)
                    .Count(),
                deliveries
                    .Where(row => row.SubscriptionId == subscription.Id && row.State == EventDeliveryState.Dead)
                    .Take(CountedMax)
                    .Count(),
                deliveries
                    .Where(row => row.SubscriptionId == subscription.Id && row.State == EventDeliveryState.Pending)
                    .OrderBy(row => row.QueuedAt)
                    .Select(row => (DateTimeOffset?)row.QueuedAt)
                    .FirstOrDefault()
            ))
            .ToListAsync(cancellationToken);
    }
}
