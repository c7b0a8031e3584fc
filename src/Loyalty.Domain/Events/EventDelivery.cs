using Loyalty.Domain.Members;

namespace Loyalty.Domain.Events;

public enum EventDeliveryState
{
    /// <summary>To be delivered, or to be tried again.</summary>
    Pending,

    /// <summary>The consumer answered with 2xx.</summary>
    Delivered,

    /// <summary>It was tried for days, or waited for too long. Staff may replay it.</summary>
    Dead,
}

/// <summary>One event on its way to one subscription.</summary>
public sealed class EventDelivery
{
    public const int ErrorLengthMax = 40;

    public required EventSubscriptionId SubscriptionId { get; init; }

    /// <summary>See <see cref="ClubEvent.Number"/>.</summary>
    public required long EventNumber { get; init; }

    /// <summary>See <see cref="ClubEvent.MemberId"/>.</summary>
    public required MemberId MemberId { get; init; }

    public EventDeliveryState State { get; set; }

    /// <summary>Attempts that failed since it was queued: its place in <see cref="DeliverySchedule"/>.</summary>
    public int Failures { get; set; }

    /// <summary>Attempts in all, replays included.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was queued, or replayed.</summary>
    public required DateTimeOffset QueuedAt { get; set; }

    public DateTimeOffset? LastAttemptAt { get; set; }

    /// <summary>The last answer's HTTP status; null when there was no answer.</summary>
    public int? LastStatus { get; set; }

    /// <summary>Why the last attempt failed, as a code; null when it did not.</summary>
    public string? LastError { get; set; }

    /// <summary>When it was delivered or given up.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Notes what became of an attempt.</summary>
    /// <param name="status">HTTP; null when there was no answer.</param>
    /// <param name="error">a code; null when it was taken.</param>
    public EventAttempt Try(DateTimeOffset now, int? status, string? error, int milliseconds)
    {
        (LastAttemptAt, LastStatus, LastError) = (now, status, error);
        Attempts++;
        if (error is null)
        {
            (State, EndedAt) = (EventDeliveryState.Delivered, now);
        }
        else
        {
            Failures++;
        }

        return new EventAttempt
        {
            SubscriptionId = SubscriptionId,
            EventNumber = EventNumber,
            Number = Attempts,
            At = now,
            Status = status,
            Error = error,
            Milliseconds = milliseconds,
        };
    }

    /// <summary>It is tried no more, and does not keep later events from going out.</summary>
    public void GiveUp(DateTimeOffset now) => (State, EndedAt) = (EventDeliveryState.Dead, now);
}

/// <summary>One attempt at a delivery.</summary>
public sealed class EventAttempt
{
    public required EventSubscriptionId SubscriptionId { get; init; }

    public required long EventNumber { get; init; }

    /// <summary>Counts from 1 within the delivery.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>HTTP status; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>A code; null of a success.</summary>
    public string? Error { get; init; }

    public required int Milliseconds { get; init; }
}

/// <summary>
/// The events of one member to one subscription, which are delivered one after the other. A lane is what a sender leases: who holds it
/// delivers the first of its events that are pending, and then the next.
/// </summary>
public sealed class EventLane
{
    public required EventSubscriptionId SubscriptionId { get; init; }

    public required MemberId MemberId { get; init; }

    /// <summary>When somebody is to look at it; null when nothing is pending. Whoever leases it moves this to the end of the lease, so
    /// that it is due again when the process dies.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>Of whoever works at it; null for nobody.</summary>
    public Guid? Lease { get; set; }
}
