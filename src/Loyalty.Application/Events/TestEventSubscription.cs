using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Events;

/// <param name="Status">HTTP; null when there was no answer.</param>
/// <param name="Error">a code; null when it was taken.</param>
public sealed record EventTestResult(ClubEventId Id, bool IsTaken, int? Status, string? Error, int Milliseconds);

/// <summary>Sends an event of the type <see cref="ClubEventType.Test"/> now and once, whatever the subscription's status, and keeps nothing of
/// it.</summary>
public sealed class TestEventSubscription
{
    private readonly LoyaltyDbContext context;
    private readonly EventCalls calls;
    private readonly EventSettings settings;
    private readonly TimeProvider clock;

    internal TestEventSubscription(
        LoyaltyDbContext context,
        EventCalls calls,
        EventSettings settings,
        TimeProvider clock
    ) => (this.context, this.calls, this.settings, this.clock) = (context, calls, settings, clock);

    public async Task<Outcome<EventTestResult>> ExecuteAsync(
        EventSubscriptionId id,
        CancellationToken cancellationToken
    )
    {
        var subscription = await context
            .EventSubscriptions.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (subscription is null)
        {
            return new Refusal.NoSuch("event subscription");
        }

        var test = ClubEvent.Of(
            settings.Source,
            ClubEventType.Test,
            member: null,
            clock.Instant(),
            new ClubEventData.Test(id.ToString(), "Sent by hand. Nothing has happened in the club.")
        );
        var answer = await calls.SendAsync(subscription, test.Id.ToString(), test.Body, cancellationToken);
        return new EventTestResult(test.Id, answer.IsTaken, answer.Status, answer.Error, answer.Milliseconds);
    }
}
