using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Events;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Events;

/// <summary>The log of deliveries, and sending again.</summary>
internal static class EventDeliveryEndpoints
{
    public static void MapEventDeliveries(this RouteGroupBuilder admin)
    {
        var tagged = admin.MapGroup("").WithTags("Events");
        tagged
            .MapGet("/event-deliveries", List)
            .WithName("listEventDeliveries")
            .WithSummary("Searches deliveries of events, the newest event first")
            .WithDescription(
                "What is given must all hold. Events are kept for 30 days, unless the installation says otherwise."
            )
            .Refuses(422);
        tagged
            .MapGet("/event-subscriptions/{id}/deliveries/{eventId}", Get)
            .WithName("getEventDelivery")
            .WithSummary("Reads a delivery, with its attempts and what is sent")
            .Refuses(404);
        var changes = tagged.MapGroup("/event-subscriptions/{id}").RequireAuthorization(Policies.StaffSupport);
        changes
            .MapPost("/deliveries/{eventId}/replay", ReplayOne)
            .WithMetadata(new NotRemembered())
            .WithName("replayEventDelivery")
            .WithSummary("Send an event again, under its own id")
            .WithDescription("What is pending is not queued twice: `queued` is 0 then.")
            .Refuses(404);
        changes
            .MapPost("/replays", Replay)
            .WithMetadata(new NotRemembered())
            .WithName("replayEvents")
            .WithSummary("Send events again: those of a time, or those that were given up")
            .WithDescription(
                "Of a time, all events of the subscription's types are sent that the platform has kept, whether they were delivered or never queued. One call looks at 50,000 events; `next` says that there are more, and is handed in as `after`. What is pending is not queued twice, so that a call may be repeated."
            )
            .Refuses(400, 404, 422);
    }

    private static async Task<Results<Ok<Page<EventDeliveryView>>, ProblemHttpResult>> List(
        [AsParameters] PageRequest page,
        [AsParameters] EventDeliveryFilter filter,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if ((page.Check(out var position) ?? filter.WhyNot()) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var rows = filter.Apply(
            from delivery in context.EventDeliveries.AsNoTracking()
            join one in context.ClubEvents on delivery.EventNumber equals one.Number
            select new LoggedDelivery { Delivery = delivery, Event = one }
        );
        if (position is not null)
        {
            if (!MemberCursors.TryRead<EventSubscriptionId>(position, out var number, out var last))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            rows = rows.Where(row =>
                row.Delivery.EventNumber < number
                || (row.Delivery.EventNumber == number && row.Delivery.SubscriptionId < last)
            );
        }

        var found = await rows.OrderByDescending(row => row.Delivery.EventNumber)
            .ThenByDescending(row => row.Delivery.SubscriptionId)
            .Take(page.Size + 1)
            .Select(row => new DeliveryRow(row.Delivery, row.Event.Id, row.Event.Type, row.Event.HappenedAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(
                found,
                EventDeliveryView.Of,
                row => MemberCursors.Write(row.Delivery.EventNumber, row.Delivery.SubscriptionId)
            )
        );
    }

    private static async Task<Results<Ok<EventDeliveryDetailView>, ProblemHttpResult>> Get(
        EventSubscriptionId id,
        ClubEventId eventId,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var found = await (
            from delivery in context.EventDeliveries.AsNoTracking()
            join one in context.ClubEvents on delivery.EventNumber equals one.Number
            where delivery.SubscriptionId == id && one.Id == eventId
            select new { Delivery = delivery, Event = one }
        ).FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new Refusal.NoSuch("delivery").ToProblem();
        }

        var (delivered, told) = (found.Delivery, found.Event);
        var attempts = await context
            .EventAttempts.AsNoTracking()
            .Where(row => row.SubscriptionId == id && row.EventNumber == told.Number)
            .OrderBy(row => row.Number)
            .ToListAsync(cancellationToken);
        var lane = await context
            .EventLanes.AsNoTracking()
            .FirstOrDefaultAsync(
                row => row.SubscriptionId == id && row.MemberId == delivered.MemberId,
                cancellationToken
            );
        return TypedResults.Ok(
            new EventDeliveryDetailView(
                EventDeliveryView.Of(new DeliveryRow(delivered, told.Id, told.Type, told.HappenedAt)),
                delivered.State == EventDeliveryState.Pending ? lane?.NextAttemptAt : null,
                [.. attempts.Select(EventAttemptView.Of)],
                told.Body
            )
        );
    }

    private static async Task<Results<Ok<ReplayedView>, ProblemHttpResult>> ReplayOne(
        EventSubscriptionId id,
        ClubEventId eventId,
        ReplayEventDeliveries replay,
        CancellationToken cancellationToken
    ) => (await replay.ReplayAsync(id, eventId, cancellationToken)).ToOk(ReplayedView.Of);

    private static async Task<Results<Ok<ReplayedView>, ProblemHttpResult>> Replay(
        EventSubscriptionId id,
        ReplayEventsBody body,
        ReplayEventDeliveries replay,
        CancellationToken cancellationToken
    ) =>
        (
            await replay.ReplayAsync(
                id,
                new ReplayEventsRequest(body.From, body.Until, body.DeadOnly, body.After),
                cancellationToken
            )
        ).ToOk(ReplayedView.Of);
}
