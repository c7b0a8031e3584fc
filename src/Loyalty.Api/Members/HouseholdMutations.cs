using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Members;

/// <summary>What became of a change of the household.</summary>
/// <param name="Household">The household that the member is in now; null when the member is in none, or nothing was changed.</param>
/// <param name="Errors">Why nothing was changed; empty when it was.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record HouseholdPayload(
    HouseholdOfMember? Household,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
);

/// <summary>What a member does with the household. Each change happens once under its key.</summary>
[MutationType]
public static class HouseholdMutations
{
    /// <summary>Founds a household, which the signed-in member organises.</summary>
    /// <param name="input">How it is called.</param>
    [Authorize(Policies.Member)]
    public static Task<HouseholdPayload> CreateHouseholdAsync(
        CreateHouseholdInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        HouseholdChanges changes,
        CancellationToken cancellationToken
    ) =>
        changes.RunAsync(
            "createHousehold",
            input,
            memberBySignIn.RequireAsync(user, cancellationToken),
            (live, me) => live.FoundAsync(me, input.Name, cancellationToken),
            cancellationToken
        );

    /// <summary>Invites a member, who is in the household once the invitation is accepted. Whether a card names nobody, or a member
    /// who cannot be invited, stays untold. For the organiser.</summary>
    /// <param name="input">Whom.</param>
    [Authorize(Policies.Member)]
    public static Task<HouseholdPayload> InviteToHouseholdAsync(
        InviteToHouseholdInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        HouseholdChanges changes,
        CancellationToken cancellationToken
    ) =>
        changes.RunAsync(
            "inviteToHousehold",
            input,
            memberBySignIn.RequireAsync(user, cancellationToken),
            (live, me) =>
                input.Invitee.CardNumber is { } card
                    ? live.InviteCardAsync(me, card, cancellationToken)
                    : live.InviteAsync(me, Id<MemberId>(input.Invitee.Member), cancellationToken),
            cancellationToken
        );

    /// <summary>Joins the household of an invitation.</summary>
    /// <param name="input">Which, and what the others may spend.</param>
    [Authorize(Policies.Member)]
    public static Task<HouseholdPayload> AcceptHouseholdInvitationAsync(
        AcceptHouseholdInvitationInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        HouseholdChanges changes,
        CancellationToken cancellationToken
    ) =>
        changes.RunAsync(
            "acceptHouseholdInvitation",
            input,
            memberBySignIn.RequireAsync(user, cancellationToken),
            (live, me) =>
                live.AcceptAsync(me, Id<HouseholdPlaceId>(input.Invitation), input.SharePercent, cancellationToken),
            cancellationToken
        );

    /// <summary>Ends an invitation: the invited member declines it, the organiser takes it back.</summary>
    /// <param name="input">Which.</param>
    [Authorize(Policies.Member)]
    public static Task<HouseholdPayload> DeclineHouseholdInvitationAsync(
        DeclineHouseholdInvitationInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        HouseholdChanges changes,
        CancellationToken cancellationToken
    ) =>
        changes.RunAsync(
            "declineHouseholdInvitation",
            input,
            memberBySignIn.RequireAsync(user, cancellationToken),
            (live, me) => live.EndInvitationAsync(me, Id<HouseholdPlaceId>(input.Invitation), cancellationToken),
            cancellationToken
        );

    /// <summary>Leaves the household. The points stay with the member. When the organiser leaves, the longest-standing member
    /// organises; when the last one leaves, the household ends.</summary>
    /// <param name="input">Nothing but the key.</param>
    [Authorize(Policies.Member)]
    public static Task<HouseholdPayload> LeaveHouseholdAsync(
        LeaveHouseholdInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        HouseholdChanges changes,
        CancellationToken cancellationToken
    ) =>
        changes.RunAsync(
            "leaveHousehold",
            input,
            memberBySignIn.RequireAsync(user, cancellationToken),
            (live, me) => live.LeaveAsync(me, cancellationToken),
            cancellationToken
        );

    /// <summary>Says what the others may spend of the signed-in member's points, from now on.</summary>
    /// <param name="input">How much.</param>
    [Authorize(Policies.Member)]
    public static Task<HouseholdPayload> SetHouseholdShareAsync(
        SetHouseholdShareInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        HouseholdChanges changes,
        CancellationToken cancellationToken
    ) =>
        changes.RunAsync(
            "setHouseholdShare",
            input,
            memberBySignIn.RequireAsync(user, cancellationToken),
            (live, me) => live.SetShareAsync(me, input.SharePercent, cancellationToken),
            cancellationToken
        );

    /// <summary>Says whether a member may spend what the others share. For the organiser.</summary>
    /// <param name="input">Who, and whether.</param>
    [Authorize(Policies.Member)]
    public static Task<HouseholdPayload> SetHouseholdMaySpendAsync(
        SetHouseholdMaySpendInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        HouseholdChanges changes,
        CancellationToken cancellationToken
    ) =>
        changes.RunAsync(
            "setHouseholdMaySpend",
            input,
            memberBySignIn.RequireAsync(user, cancellationToken),
            (live, me) => live.SetMaySpendAsync(me, Id<MemberId>(input.Member), input.MaySpend, cancellationToken),
            cancellationToken
        );

    /// <summary>Takes another member out of the household. The points stay with that member. For the organiser.</summary>
    /// <param name="input">Whom.</param>
    [Authorize(Policies.Member)]
    public static Task<HouseholdPayload> RemoveFromHouseholdAsync(
        RemoveFromHouseholdInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        HouseholdChanges changes,
        CancellationToken cancellationToken
    ) =>
        changes.RunAsync(
            "removeFromHousehold",
            input,
            memberBySignIn.RequireAsync(user, cancellationToken),
            (live, me) => live.RemoveAsync(me, Id<MemberId>(input.Member), cancellationToken),
            cancellationToken
        );

    /// <summary>What is no id names nothing, as an unknown one does.</summary>
    private static T Id<T>(string? text)
        where T : struct, IIdentifier<T> => Identifier.TryParse<T>(text, out var id) ? id : default;
}

/// <summary>Runs the changes of a household, all in the same way.</summary>
public sealed class HouseholdChanges(IdempotentMutations mutations, LiveInHousehold live, FindHouseholds find)
{
    /// <param name="mutation">its name in the schema.</param>
    /// <param name="change">makes the change as the member.</param>
    public async Task<HouseholdPayload> RunAsync<TInput>(
        string mutation,
        TInput input,
        Task<Member> asking,
        Func<LiveInHousehold, MemberId, Task<Outcome<Household>>> change,
        CancellationToken cancellationToken
    )
        where TInput : HouseholdInput
    {
        var me = await asking;
        var done = await mutations.RunAsync(
            mutation,
            me.Id,
            input.IdempotencyKey,
            input with
            {
                ClientMutationId = null,
            },
            async () =>
                (await change(live, me.Id)).Match(
                    household => household.Id.ToString(),
                    refusal => (Outcome<string>)refusal
                ),
            cancellationToken
        );
        // Read anew also after the first time, so that a repeat is answered alike.
        var household = done.Refusal is null ? await MemberHouseholds.ReadAsync(find, me.Id, cancellationToken) : null;
        return new(household, MutationErrors.Of(done.Refusal), input.ClientMutationId);
    }
}
