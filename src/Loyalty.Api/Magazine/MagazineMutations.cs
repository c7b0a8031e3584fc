using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Magazine;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Magazine;

/// <summary>A publication that the signed-in member wants to receive.</summary>
public sealed record SubscribeInput
{
    /// <summary>A new value for each subscription, such as a UUID: 1 to 200 visible ASCII characters. Sending the same again under its key
    /// takes no points again, and gives the subscription as it stands.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>Which publication.</summary>
    [ID("Publication")]
    public required string PublicationId { get; init; }

    /// <summary>One of the publication's; its first when left out.</summary>
    public MagazineChannel? Channel { get; init; }

    /// <summary>One of the publication's languages; the one that suits the member best when left out.</summary>
    public string? Language { get; init; }
}

/// <summary>Which subscription is paused.</summary>
public sealed record PauseSubscriptionInput : SubscriptionStepInput;

/// <summary>Which subscription goes on.</summary>
public sealed record ResumeSubscriptionInput : SubscriptionStepInput;

/// <summary>Which subscription is ended.</summary>
public sealed record EndSubscriptionInput : SubscriptionStepInput;

/// <summary>What is to change of a subscription. What is left out stays as it is.</summary>
public sealed record ChangeSubscriptionInput : SubscriptionStepInput
{
    /// <summary>One of the publication's.</summary>
    public MagazineChannel? Channel { get; init; }

    /// <summary>One of the publication's languages.</summary>
    public string? Language { get; init; }
}

/// <summary>What each step of a subscription takes.</summary>
public abstract record SubscriptionStepInput
{
    /// <summary>A new value for each change, such as a UUID: 1 to 200 visible ASCII characters.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>The subscription.</summary>
    [ID("MagazineSubscription")]
    public required string SubscriptionId { get; init; }
}

/// <summary>What became of a subscription.</summary>
/// <param name="Subscription">As it stands now; null when nothing was changed.</param>
/// <param name="Errors">Why not; empty when it was.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record SubscriptionPayload(
    MagazineSubscription? Subscription,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
)
{
    internal static SubscriptionPayload Of(Outcome<MagazineSubscription> outcome, string? clientMutationId) =>
        outcome.Match(
            subscription => new SubscriptionPayload(subscription, MutationErrors.Of(refusal: null), clientMutationId),
            refusal => new SubscriptionPayload(null, MutationErrors.Of(refusal), clientMutationId)
        );
}

/// <summary>What a member does with magazines.</summary>
[MutationType]
public static class MagazineMutations
{
    /// <summary>Subscribes the signed-in member to a publication, from the next issue on. Where it has a price the points are taken at
    /// once. Whether copies can come is told by the subscription's obstacle.</summary>
    /// <param name="input">Which, and how it comes.</param>
    [Authorize(Policies.Member)]
    public static async Task<SubscriptionPayload> SubscribeAsync(
        SubscribeInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        SubscribeToMagazine subscribe,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        if (IdempotentMutations.WhyNotKey(input.IdempotencyKey) is { } unsound)
        {
            return SubscriptionPayload.Of(unsound, input.ClientMutationId);
        }

        var subscribed = Identifier.TryParse<PublicationId>(input.PublicationId, out var publication)
            ? await subscribe.ExecuteAsync(
                new SubscribeRequest(publication, me.Id, input.Channel, input.Language),
                new OperationCaller(me.Id.ToString(), input.IdempotencyKey),
                cancellationToken
            )
            : new Refusal.InvalidRequest("publicationId", "is not the id of a publication");
        return SubscriptionPayload.Of(subscribed, input.ClientMutationId);
    }

    /// <summary>Sends no copies of a subscription until it is resumed. Pausing what is paused changes nothing.</summary>
    /// <param name="input">Which.</param>
    [Authorize(Policies.Member)]
    public static Task<SubscriptionPayload> PauseSubscriptionAsync(
        PauseSubscriptionInput input,
        ClaimsPrincipal user,
        SubscriptionSteps steps,
        IDataLoader<SignInKey, Member> memberBySignIn,
        CancellationToken cancellationToken
    ) =>
        steps.TakeAsync(
            "pauseSubscription",
            input,
            user,
            memberBySignIn,
            (change, key) => change.PauseAsync(key, cancellationToken),
            cancellationToken
        );

    /// <summary>Goes on with a subscription that was paused or suspended, from the next issue on. Issues that were paid for and missed
    /// come at the end.</summary>
    /// <param name="input">Which.</param>
    [Authorize(Policies.Member)]
    public static Task<SubscriptionPayload> ResumeSubscriptionAsync(
        ResumeSubscriptionInput input,
        ClaimsPrincipal user,
        SubscriptionSteps steps,
        IDataLoader<SignInKey, Member> memberBySignIn,
        CancellationToken cancellationToken
    ) =>
        steps.TakeAsync(
            "resumeSubscription",
            input,
            user,
            memberBySignIn,
            (change, key) => change.ResumeAsync(key, cancellationToken),
            cancellationToken
        );

    /// <summary>Takes another channel or language for a subscription, from the next issue on.</summary>
    /// <param name="input">Which, and what changes.</param>
    [Authorize(Policies.Member)]
    public static Task<SubscriptionPayload> ChangeSubscriptionAsync(
        ChangeSubscriptionInput input,
        ClaimsPrincipal user,
        SubscriptionSteps steps,
        IDataLoader<SignInKey, Member> memberBySignIn,
        CancellationToken cancellationToken
    ) =>
        steps.TakeAsync(
            "changeSubscription",
            input,
            user,
            memberBySignIn,
            (change, key) =>
                change.ReplaceAsync(key, input.Channel, input.Language, untilIssue: null, cancellationToken),
            cancellationToken
        );

    /// <summary>Ends a subscription for good. Points that were paid are not given back. Ending what has ended changes nothing.</summary>
    /// <param name="input">Which.</param>
    [Authorize(Policies.Member)]
    public static Task<SubscriptionPayload> EndSubscriptionAsync(
        EndSubscriptionInput input,
        ClaimsPrincipal user,
        SubscriptionSteps steps,
        IDataLoader<SignInKey, Member> memberBySignIn,
        CancellationToken cancellationToken
    ) =>
        steps.TakeAsync(
            "endSubscription",
            input,
            user,
            memberBySignIn,
            (change, key) => change.EndAsync(key, cancellationToken),
            cancellationToken
        );
}

/// <summary>A member's step with a subscription of their own, once under its key.</summary>
public sealed class SubscriptionSteps(IdempotentMutations mutations, ChangeSubscription change, FindPublications find)
{
    internal async Task<SubscriptionPayload> TakeAsync<TInput>(
        string mutation,
        TInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        Func<ChangeSubscription, SubscriptionKey, Task<Outcome<MagazineSubscription>>> step,
        CancellationToken cancellationToken
    )
        where TInput : SubscriptionStepInput
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        if (!Identifier.TryParse<SubscriptionId>(input.SubscriptionId, out var id))
        {
            return SubscriptionPayload.Of(
                new Refusal.InvalidRequest("subscriptionId", "is not the id of a subscription"),
                input.ClientMutationId
            );
        }

        var done = await mutations.RunAsync(
            mutation,
            me.Id,
            input.IdempotencyKey,
            input with
            {
                ClientMutationId = null,
            },
            async () =>
                (await step(change, new SubscriptionKey(id, me.Id, Version: null))).Match(
                    subscription => (Outcome<string>)subscription.Id.ToString(),
                    refusal => refusal
                ),
            cancellationToken
        );
        return SubscriptionPayload.Of(
            done.Refusal is { } refused ? refused : await find.SubscriptionAsync(id, cancellationToken),
            input.ClientMutationId
        );
    }
}
