using System.Text.Json;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Magazine;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Magazine;

/// <summary>Who receives what, as staff see and change it.</summary>
internal static class SubscriptionEndpoints
{
    private const string Path = "/api/admin/v1/subscriptions";

    public static void MapMagazineSubscriptions(this RouteGroupBuilder admin)
    {
        var subscriptions = admin.MapGroup("/subscriptions").WithTags(PublicationEndpoints.Tag);
        subscriptions
            .MapGet("", ListAsync)
            .WithName("listMagazineSubscriptions")
            .WithSummary("Lists subscriptions")
            .WithDescription("What is given must all hold.")
            .Refuses(422);
        subscriptions
            .MapGet("/{subscription}", GetAsync)
            .WithName("getMagazineSubscription")
            .WithSummary("Reads a subscription")
            .Refuses(404);
        var writes = subscriptions.MapGroup("").RequireAuthorization(Policies.StaffSupport);
        writes
            .MapPost("", SubscribeAsync)
            .WithName("subscribeMember")
            .WithSummary("Subscribes a member to a publication, or gives it to the member")
            .WithDescription(
                "From the next issue on whose addresses are not taken. Where the publication has a price the points are taken at once, "
                    + "of the member, or of the giver of a gift. The same Idempotency-Key gives the same subscription, as it stands now."
            )
            .KeepsItsKey()
            .Refuses(400, 404, 409, 422, 429);
        writes
            .MapPut("/{subscription}", ChangeAsync)
            .WithName("changeMagazineSubscription")
            .WithSummary("Changes channel, language or last issue")
            .WithDescription("From the next issue on. Takes If-Match.")
            .Refuses(400, 404, 409, 412, 422);
        Step(
            writes,
            "pause",
            "Sends no copies for a while",
            "Until it is resumed. Copies that are addressed still come.",
            (change, key, cancellationToken) => change.PauseAsync(key, cancellationToken)
        );
        Step(
            writes,
            "resume",
            "Goes on after a pause, or after it was suspended",
            "From the next issue on. Issues that were paid for and missed are added at the end.",
            (change, key, cancellationToken) => change.ResumeAsync(key, cancellationToken)
        );
        Step(
            writes,
            "end",
            "Ends a subscription for good",
            "Copies that are addressed still come. Points that were paid are not given back.",
            (change, key, cancellationToken) => change.EndAsync(key, cancellationToken)
        );
    }

    private static void Step(
        RouteGroupBuilder writes,
        string verb,
        string summary,
        string description,
        Func<ChangeSubscription, SubscriptionKey, CancellationToken, Task<Outcome<MagazineSubscription>>> step
    ) =>
        writes
            .MapPost(
                $"/{{subscription}}/{verb}",
                (
                    SubscriptionId subscription,
                    ChangeSubscription change,
                    HttpContext http,
                    CancellationToken cancellationToken
                ) =>
                    http.WithVersionAsync(
                        version =>
                            step(change, new SubscriptionKey(subscription, Member: null, version), cancellationToken),
                        MagazineSubscriptionView.Of
                    )
            )
            .WithName($"{verb}MagazineSubscription")
            .WithSummary(summary)
            .WithDescription($"{description} Takes If-Match.")
            .Refuses(404, 409, 412, 422);

    private static async Task<Results<Ok<Page<MagazineSubscriptionView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        [AsParameters] SubscriptionFilter filter,
        FindPublications find,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        SubscriptionId? after = null;
        if (cursor is not null)
        {
            if (!Identifier.TryParse<SubscriptionId>(cursor, out var position))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            after = position;
        }

        var wish = filter.Read();
        if (wish.Refusal is { } unsound)
        {
            return unsound.ToProblem();
        }

        var found = await find.SubscriptionsAsync(wish.Value, after, page.Size, cancellationToken);
        return TypedResults.Ok(page.ToPage(found, MagazineSubscriptionView.Of, one => one.Id.ToString()));
    }

    private static async Task<Results<Ok<MagazineSubscriptionView>, ProblemHttpResult>> GetAsync(
        SubscriptionId subscription,
        FindPublications find,
        HttpContext http,
        CancellationToken cancellationToken
    ) => http.Answer(await find.SubscriptionAsync(subscription, cancellationToken), MagazineSubscriptionView.Of);

    private static async Task<Results<Created<MagazineSubscriptionView>, ProblemHttpResult>> SubscribeAsync(
        SubscribeBody body,
        SubscribeToMagazine subscribe,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var request = new SubscribeRequest(
            body.PublicationId,
            body.MemberId,
            body.Channel,
            body.Language,
            body.UntilIssue,
            body.Gift,
            body.GiverId,
            body.FromIssue
        );
        return http.Created(
            await http.AsCallerAsync(caller => subscribe.ExecuteAsync(request, caller, cancellationToken)),
            MagazineSubscriptionView.Of,
            made => $"{Path}/{made.Id}"
        );
    }

    private static Task<Results<Ok<MagazineSubscriptionView>, ProblemHttpResult>> ChangeAsync(
        SubscriptionId subscription,
        ChangeSubscriptionBody body,
        ChangeSubscription change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version =>
                change.ReplaceAsync(
                    new SubscriptionKey(subscription, Member: null, version),
                    body.Channel,
                    body.Language,
                    body.UntilIssue,
                    cancellationToken
                ),
            MagazineSubscriptionView.Of
        );
}

/// <summary>Which subscriptions are wanted.</summary>
internal sealed record SubscriptionFilter
{
    /// <summary>A publication's id.</summary>
    public string? Publication { get; init; }

    /// <summary>A member's id.</summary>
    public string? Member { get; init; }

    /// <summary>awaitingPayment, active, paused, suspended or ended.</summary>
    public string? Status { get; init; }

    public Outcome<SubscriptionWish> Read()
    {
        PublicationId? publication = null;
        if (Publication is not null)
        {
            if (!Identifier.TryParse<PublicationId>(Publication, out var id))
            {
                return new Refusal.InvalidRequest("publication", "is not the id of a publication (pub_…)");
            }

            publication = id;
        }

        MemberId? member = null;
        if (Member is not null)
        {
            if (!Identifier.TryParse<MemberId>(Member, out var id))
            {
                return new Refusal.InvalidRequest("member", "is not the id of a member (mbr_…)");
            }

            member = id;
        }

        SubscriptionStatus? status = null;
        foreach (var value in Enum.GetValues<SubscriptionStatus>())
        {
            if (JsonNamingPolicy.CamelCase.ConvertName(value.ToString()) == Status)
            {
                status = value;
            }
        }

        return Status is not null && status is null
            ? new Refusal.InvalidRequest("status", "must be awaitingPayment, active, paused, suspended or ended")
            : new SubscriptionWish(publication, member, status);
    }
}
