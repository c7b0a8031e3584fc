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

/// <summary>Where events of the club are sent.</summary>
internal static class EventSubscriptionEndpoints
{
    public const string Path = "/api/admin/v1/event-subscriptions";

    public static void MapEventSubscriptions(this RouteGroupBuilder admin)
    {
        var all = admin.MapGroup("/event-subscriptions").WithTags("Events");
        all.MapGet("/", List)
            .WithName("listEventSubscriptions")
            .WithSummary("Lists the subscriptions to events of the club, the oldest first")
            .WithDescription("At most 50. Secrets are not shown.");
        all.MapGet("/{id}", Get)
            .WithName("getEventSubscription")
            .WithSummary("Reads a subscription, with what waits for it")
            .Refuses(404);
        var changes = all.MapGroup("").RequireAuthorization(Policies.StaffAdminister);
        changes
            .MapPost("/", Create)
            .WithMetadata(new NotRemembered())
            .WithName("createEventSubscription")
            .WithSummary("Send events to an address from now on")
            .WithDescription(
                "Shows the secret this once. What happens is told from a second after it. Takes no Idempotency-Key, because the answer is not kept: an address has one subscription, so that a repeat is refused as `subscription-exists`; when the answer got lost, make another secret."
            )
            .Refuses(400, 409, 422);
        changes
            .MapPut("/{id}", Update)
            .WithName("updateEventSubscription")
            .WithSummary("Change address, types, description or concurrency")
            .Refuses(400, 404, 409, 412, 422);
        changes
            .MapPost("/{id}/pause", Pause)
            .WithName("pauseEventSubscription")
            .WithSummary("Send nothing until it is resumed")
            .WithDescription("What happens is queued, for as long as events are kept.")
            .Refuses(404, 412);
        changes
            .MapPost("/{id}/resume", Resume)
            .WithName("resumeEventSubscription")
            .WithSummary("Send again, what waits for a later attempt at once")
            .WithDescription("Also of a subscription that was disabled by its consumer (410), or was active all along.")
            .Refuses(404, 412);
        changes
            .MapPost("/{id}/secrets", Rotate)
            .WithMetadata(new NotRemembered())
            .WithName("rotateEventSecret")
            .WithSummary("Make the next secret")
            .WithDescription(
                "Shows it this once. The one before signs too for `overlapHours`; with 0 it ends at once. Takes no Idempotency-Key, because the answer is not kept."
            )
            .Refuses(404, 409, 412, 422);
        changes
            .MapPost("/{id}/test", Test)
            .WithMetadata(new NotRemembered())
            .WithName("testEventSubscription")
            .WithSummary("Send an event of the type loyalty.test now, once")
            .WithDescription(
                "Answers what the consumer answered, after 15 seconds at the latest. Nothing of it is kept."
            )
            .Refuses(404);
        changes
            .MapDelete("/{id}", Delete)
            .WithName("deleteEventSubscription")
            .WithSummary("End a subscription, with what is queued for it and its log")
            .Refuses(404);
    }

    private static async Task<Ok<EventSubscriptionView[]>> List(
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .EventSubscriptions.AsNoTracking()
            .OrderBy(row => row.CreatedAt)
            .ThenBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var backlogs = await context.BacklogsAsync([.. rows.Select(row => row.Id)], cancellationToken);
        return TypedResults.Ok(rows.Select(row => EventSubscriptionView.Of(row, backlogs)).ToArray());
    }

    private static async Task<Results<Ok<EventSubscriptionView>, ProblemHttpResult>> Get(
        EventSubscriptionId id,
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var found = await context
            .EventSubscriptions.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        return found is null
            ? new Refusal.NoSuch("event subscription").ToProblem()
            : await http.AnswerAsync(found, context, cancellationToken);
    }

    private static async Task<Results<Created<NewEventSubscriptionView>, ProblemHttpResult>> Create(
        EventSubscriptionBody body,
        SubscribeToEvents subscribe,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        var made = await subscribe.ExecuteAsync(body.ToRequest(), cancellationToken);
        if (made.Refusal is null)
        {
            http.SetETag(made.Value.Subscription);
        }

        return made.ToCreated(NewEventSubscriptionView.Of, one => $"{Path}/{one.Subscription.Id}");
    }

    private static async Task<Results<Ok<EventSubscriptionView>, ProblemHttpResult>> Update(
        EventSubscriptionId id,
        EventSubscriptionBody body,
        ChangeEventSubscription change,
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var version = http.ReadIfMatch();
        return version.Refusal is { } missing
            ? missing.ToProblem()
            : await http.AnswerAsync(
                await change.UpdateAsync(id, version.Value, body.ToRequest(), cancellationToken),
                context,
                cancellationToken
            );
    }

    private static async Task<Results<Ok<EventSubscriptionView>, ProblemHttpResult>> Pause(
        EventSubscriptionId id,
        ChangeEventSubscription change,
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    ) => await http.AnswerAsync(await change.PauseAsync(id, cancellationToken), context, cancellationToken);

    private static async Task<Results<Ok<EventSubscriptionView>, ProblemHttpResult>> Resume(
        EventSubscriptionId id,
        ChangeEventSubscription change,
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    ) => await http.AnswerAsync(await change.ResumeAsync(id, cancellationToken), context, cancellationToken);

    private static async Task<Results<Ok<NewEventSubscriptionView>, ProblemHttpResult>> Rotate(
        EventSubscriptionId id,
        RotateEventSecretBody? body,
        ChangeEventSubscription change,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        return (await change.RotateAsync(id, body?.OverlapHours, cancellationToken)).ToOk(NewEventSubscriptionView.Of);
    }

    private static async Task<Results<Ok<EventTestView>, ProblemHttpResult>> Test(
        EventSubscriptionId id,
        TestEventSubscription test,
        CancellationToken cancellationToken
    ) => (await test.ExecuteAsync(id, cancellationToken)).ToOk(EventTestView.Of);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        EventSubscriptionId id,
        ChangeEventSubscription change,
        CancellationToken cancellationToken
    ) => (await change.DeleteAsync(id, cancellationToken)).Refusal.ToNoContent();

    private static async Task<Results<Ok<EventSubscriptionView>, ProblemHttpResult>> AnswerAsync(
        this HttpContext http,
        Outcome<EventSubscription> outcome,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.SetETag(outcome.Value);
        var backlogs = await context.BacklogsAsync([outcome.Value.Id], cancellationToken);
        return TypedResults.Ok(EventSubscriptionView.Of(outcome.Value, backlogs));
    }
}
