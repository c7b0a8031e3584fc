using Loyalty.Application.Events;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;

namespace Loyalty.Api.Events;

/// <summary>Which deliveries are wanted.</summary>
public sealed record EventDeliveryFilter
{
    /// <summary>A subscription's id.</summary>
    public string? Subscription { get; init; }

    /// <summary>Such as <c>loyalty.points.posted</c>.</summary>
    public string? Type { get; init; }

    /// <summary>A member's id.</summary>
    public string? Member { get; init; }

    /// <summary><c>pending</c>, <c>delivered</c> or <c>dead</c>.</summary>
    public string? State { get; init; }

    /// <summary>Events that happened at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Events that happened before this instant.</summary>
    public DateTimeOffset? Until { get; init; }

    internal Refusal? WhyNot() =>
        Subscription is not null && !Identifier.TryParse<EventSubscriptionId>(Subscription, out _)
            ? new Refusal.InvalidRequest("subscription", "is not the id of an event subscription")
        : Type is not null && !ClubEventType.All.Contains(Type, StringComparer.Ordinal)
            ? new Refusal.InvalidRequest("type", "is no type of event; docs/events-out.md lists them")
        : Member is not null && !Identifier.TryParse<MemberId>(Member, out _)
            ? new Refusal.InvalidRequest("member", "is not the id of a member")
        : State is not null && StateOf(State) is null
            ? new Refusal.InvalidRequest("state", "must be pending, delivered or dead")
        : From >= Until ? new Refusal.InvalidRequest("until", "must be later than from")
        : null;

    internal IQueryable<LoggedDelivery> Apply(IQueryable<LoggedDelivery> rows)
    {
        if (Identifier.TryParse<EventSubscriptionId>(Subscription, out var subscription))
        {
            rows = rows.Where(row => row.Delivery.SubscriptionId == subscription);
        }

        if (Type is { } type)
        {
            rows = rows.Where(row => row.Event.Type == type);
        }

        if (Identifier.TryParse<MemberId>(Member, out var member))
        {
            rows = rows.Where(row => row.Delivery.MemberId == member);
        }

        if (From is { } from)
        {
            var instant = from.ToStoredInstant();
            rows = rows.Where(row => row.Event.HappenedAt >= instant);
        }

        if (Until is { } until)
        {
            var instant = until.ToStoredInstant();
            rows = rows.Where(row => row.Event.HappenedAt < instant);
        }

        // Written out, so that the database sees that an index of one state serves.
        return StateOf(State) switch
        {
            EventDeliveryState.Pending => rows.Where(row => row.Delivery.State == EventDeliveryState.Pending),
            EventDeliveryState.Delivered => rows.Where(row => row.Delivery.State == EventDeliveryState.Delivered),
            EventDeliveryState.Dead => rows.Where(row => row.Delivery.State == EventDeliveryState.Dead),
            _ => rows,
        };
    }

    private static EventDeliveryState? StateOf(string? text) =>
        text switch
        {
            "pending" => EventDeliveryState.Pending,
            "delivered" => EventDeliveryState.Delivered,
            "dead" => EventDeliveryState.Dead,
            _ => null,
        };
}

/// <summary>A delivery with its event.</summary>
internal sealed class LoggedDelivery
{
    public required EventDelivery Delivery { get; init; }

    public required ClubEvent Event { get; init; }
}

internal sealed record DeliveryRow(EventDelivery Delivery, ClubEventId Id, string Type, DateTimeOffset HappenedAt);

/// <param name="MemberId">whom the event is about; null for nobody.</param>
/// <param name="Attempts">in all, replays included.</param>
/// <param name="QueuedAt">when it was queued, or replayed.</param>
/// <param name="LastStatus">HTTP; null when there was no answer.</param>
/// <param name="LastError">why the last attempt failed, as a code: see docs/events-out.md; null when it did not.</param>
/// <param name="EndedAt">when it was delivered or given up.</param>
public sealed record EventDeliveryView(
    ClubEventId EventId,
    EventSubscriptionId SubscriptionId,
    string Type,
    MemberId? MemberId,
    DateTimeOffset HappenedAt,
    EventDeliveryState State,
    int Attempts,
    DateTimeOffset QueuedAt,
    DateTimeOffset? LastAttemptAt,
    int? LastStatus,
    string? LastError,
    DateTimeOffset? EndedAt
)
{
    internal static EventDeliveryView Of(DeliveryRow row) =>
        new(
            row.Id,
            row.Delivery.SubscriptionId,
            row.Type,
            row.Delivery.MemberId == default ? null : row.Delivery.MemberId,
            row.HappenedAt,
            row.Delivery.State,
            row.Delivery.Attempts,
            row.Delivery.QueuedAt,
            row.Delivery.LastAttemptAt,
            row.Delivery.LastStatus,
            row.Delivery.LastError,
            row.Delivery.EndedAt
        );
}

/// <param name="NextAttemptAt">when the member's events to this subscription go on; null of what is over.</param>
/// <param name="Attempts">in their order.</param>
/// <param name="Body">what is sent at every attempt.</param>
public sealed record EventDeliveryDetailView(
    EventDeliveryView Delivery,
    DateTimeOffset? NextAttemptAt,
    IReadOnlyList<EventAttemptView> Attempts,
    string Body
);

/// <param name="Number">from 1.</param>
/// <param name="Status">HTTP; null when there was no answer.</param>
/// <param name="Error">a code; null when it was taken.</param>
public sealed record EventAttemptView(int Number, DateTimeOffset At, int? Status, string? Error, int Milliseconds)
{
    internal static EventAttemptView Of(EventAttempt attempt) =>
        new(attempt.Number, attempt.At, attempt.Status, attempt.Error, attempt.Milliseconds);
}

/// <param name="From">the first instant; required unless <c>deadOnly</c>.</param>
/// <param name="Until">itself not included; required unless <c>deadOnly</c>.</param>
/// <param name="DeadOnly">only what was given up.</param>
/// <param name="After">the <c>next</c> of the answer before.</param>
public sealed record ReplayEventsBody(
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null,
    bool DeadOnly = false,
    long? After = null
);

/// <param name="Queued">deliveries that are sent again.</param>
/// <param name="Next">hand it in as <c>after</c> to go on; null at the end.</param>
public sealed record ReplayedView(int Queued, long? Next)
{
    internal static ReplayedView Of(EventsReplayed replayed) => new(replayed.Queued, replayed.Next);
}
