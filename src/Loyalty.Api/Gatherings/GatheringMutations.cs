using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Gatherings;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Gatherings;

/// <summary>A gathering to which the signed-in member wants to come.</summary>
public sealed record SignUpForGatheringInput : GatheringStepInput
{
    /// <summary>Whom the member brings; nobody when left out.</summary>
    public int? Guests { get; init; }
}

/// <summary>A gathering to which the signed-in member does not come after all.</summary>
public sealed record CancelGatheringSignUpInput : GatheringStepInput;

/// <summary>What each step of a sign-up takes.</summary>
public abstract record GatheringStepInput
{
    /// <summary>A new value for each change, such as a UUID: 1 to 200 visible ASCII characters.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>Which gathering.</summary>
    [ID("Gathering")]
    public required string GatheringId { get; init; }
}

/// <summary>What became of a sign-up.</summary>
/// <param name="Gathering">As it stands now, with the member's sign-up; null when nothing was changed.</param>
/// <param name="Errors">Why not; empty when it was.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record GatheringPayload(
    GatheringForMember? Gathering,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
);

/// <summary>What a member does with gatherings.</summary>
[MutationType]
public static class GatheringMutations
{
    /// <summary>Signs the signed-in member up, with guests: a place while there is room for all of them, else a turn on the waiting list
    /// where there is one; the sign-up's status tells which. Signing up again as one is signed up changes nothing.</summary>
    /// <param name="input">Which, and with how many guests.</param>
    [Authorize(Policies.Member)]
    public static Task<GatheringPayload> SignUpForGatheringAsync(
        SignUpForGatheringInput input,
        ClaimsPrincipal user,
        GatheringSteps steps,
        SignUpForGathering signUp,
        IDataLoader<SignInKey, Member> memberBySignIn,
        CancellationToken cancellationToken
    ) =>
        steps.TakeAsync(
            "signUpForGathering",
            input,
            user,
            memberBySignIn,
            (gathering, me) =>
                signUp.ExecuteAsync(new SignUpRequest(gathering, me, input.Guests ?? 0), cancellationToken),
            cancellationToken
        );

    /// <summary>Takes the signed-in member's sign-up back, until the gathering begins. The places go to those who wait. Cancelling what is
    /// cancelled changes nothing.</summary>
    /// <param name="input">Which.</param>
    [Authorize(Policies.Member)]
    public static Task<GatheringPayload> CancelGatheringSignUpAsync(
        CancelGatheringSignUpInput input,
        ClaimsPrincipal user,
        GatheringSteps steps,
        CancelSignUp cancel,
        IDataLoader<SignInKey, Member> memberBySignIn,
        CancellationToken cancellationToken
    ) =>
        steps.TakeAsync(
            "cancelGatheringSignUp",
            input,
            user,
            memberBySignIn,
            (gathering, me) => cancel.OfMemberAsync(gathering, me, cancellationToken),
            cancellationToken
        );
}

/// <summary>A member's step with a sign-up of their own, once under its key.</summary>
public sealed class GatheringSteps(IdempotentMutations mutations, FindMemberGatherings find)
{
    internal async Task<GatheringPayload> TakeAsync<TInput>(
        string mutation,
        TInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        Func<GatheringId, MemberId, Task<Outcome<GatheringSignUp>>> step,
        CancellationToken cancellationToken
    )
        where TInput : GatheringStepInput
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        if (!Identifier.TryParse<GatheringId>(input.GatheringId, out var id))
        {
            return Refused(new Refusal.InvalidRequest("gatheringId", "is not the id of a gathering"));
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
                (await step(id, me.Id)).Match(
                    signUp => (Outcome<string>)signUp.GatheringId.ToString(),
                    refusal => refusal
                ),
            cancellationToken
        );
        if (done.Refusal is { } refused)
        {
            return Refused(refused);
        }

        var found = await find.OneAsync(id, me, cancellationToken);
        return found is null
            ? Refused(new Refusal.NoSuch("gathering"))
            : new GatheringPayload(
                new GatheringForMember(found, me),
                MutationErrors.Of(refusal: null),
                input.ClientMutationId
            );

        GatheringPayload Refused(Refusal refusal) => new(null, MutationErrors.Of(refusal), input.ClientMutationId);
    }
}
