using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;

namespace Loyalty.Application.Events;

/// <summary>What one process does in a lane while it has the lease: some of its events, one after the other.</summary>
internal sealed record LaneRun(MemberId Member, Guid Lease)
{
    /// <summary>Those that were tried, with the attempt.</summary>
    public List<(EventDelivery Delivery, EventAttempt Attempt)> Tried { get; } = [];

    /// <summary>Of the subscription as the last call was made for it; null before the first.</summary>
    public long? Version { get; set; }

    /// <summary>When the lane goes on; null for at once, if something is left in it.</summary>
    public DateTimeOffset? WaitsUntil { get; private set; }

    /// <param name="chance">from 0 to 1.</param>
    /// <returns>whether the lane's next event may follow.</returns>
    public bool Note(EventDelivery delivery, EventAnswer answer, DateTimeOffset now, double chance)
    {
        Tried.Add((delivery, delivery.Try(now, answer.Status, answer.Error, answer.Milliseconds)));
        if (answer.IsTaken)
        {
            return true;
        }

        if (DeliverySchedule.After(delivery.Failures, chance, answer.RetryAfter) is { } delay)
        {
            WaitsUntil = (now + delay).ToStoredInstant();
            return false;
        }

        delivery.GiveUp(now);
        return true;
    }

    public void Wait(DateTimeOffset until) => WaitsUntil = until.ToStoredInstant();
}
