using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Care;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;
using Loyalty.Storage;

namespace Loyalty.Api.Care;

/// <summary>How the member wants to be cared for. Fields that are left out stay as they are.</summary>
public sealed record SetCarePreferencesInput
{
    /// <summary>A new value for each change, such as a UUID: 1 to 200 visible ASCII characters.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>All kinds of care that the member does not want; empty for none.</summary>
    public IReadOnlyList<CareKind>? MutedKinds { get; init; }

    /// <summary>An id of the IANA database, such as Europe/Berlin; null for the club's.</summary>
    public Optional<string?> TimeZone { get; init; }
}

/// <summary>For how long the member wants to hear nothing.</summary>
public sealed record SnoozeCareInput
{
    /// <summary>A new value for each change, such as a UUID: 1 to 200 visible ASCII characters.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>Nothing goes out before; at most 366 days ahead. Null ends it.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>What became of a change of the preferences.</summary>
/// <param name="Preferences">As they stand now; null when nothing was changed.</param>
/// <param name="Errors">Why nothing was changed; empty when it was.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record CarePreferencesPayload(
    CarePreferences? Preferences,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
);

/// <summary>What a member says about care.</summary>
[MutationType]
public static class CareMutations
{
    /// <summary>Says which kinds of care the signed-in member does not want, and where the member's nights are.</summary>
    /// <param name="input">What to change.</param>
    [Authorize(Policies.Member)]
    public static Task<CarePreferencesPayload> SetCarePreferencesAsync(
        SetCarePreferencesInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IdempotentMutations mutations,
        ChangeCarePreferences change,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            "setCarePreferences",
            memberBySignIn.RequireAsync(user, cancellationToken),
            (input.IdempotencyKey, input.ClientMutationId),
            input with
            {
                ClientMutationId = null,
            },
            me =>
                change.SetAsync(
                    me,
                    input.MutedKinds,
                    input.TimeZone.HasValue,
                    input.TimeZone.HasValue ? input.TimeZone.Value : null,
                    cancellationToken
                ),
            mutations,
            context,
            cancellationToken
        );

    /// <summary>Lets nothing go out to the signed-in member for a while. What waits is sent afterwards, as far as it still makes
    /// sense.</summary>
    /// <param name="input">For how long.</param>
    [Authorize(Policies.Member)]
    public static Task<CarePreferencesPayload> SnoozeCareAsync(
        SnoozeCareInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IdempotentMutations mutations,
        ChangeCarePreferences change,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            "snoozeCare",
            memberBySignIn.RequireAsync(user, cancellationToken),
            (input.IdempotencyKey, input.ClientMutationId),
            input with
            {
                ClientMutationId = null,
            },
            me => change.SnoozeAsync(me, input.Until, cancellationToken),
            mutations,
            context,
            cancellationToken
        );

    private static async Task<CarePreferencesPayload> RunAsync(
        string mutation,
        Task<Member> member,
        (string Key, string? ClientMutationId) request,
        object input,
        Func<MemberId, Task<Outcome<CarePreferences>>> change,
        IdempotentMutations mutations,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var me = await member;
        var done = await mutations.RunAsync(
            mutation,
            me.Id,
            request.Key,
            input,
            async () => (await change(me.Id)).Match(_ => me.Id.ToString(), refusal => (Outcome<string>)refusal),
            cancellationToken
        );
        // Read anew also after the first time, so that a repeat is answered alike.
        return new CarePreferencesPayload(
            done.Refusal is null ? await context.OwnCarePreferencesAsync(me.Id, cancellationToken) : null,
            MutationErrors.Of(done.Refusal),
            request.ClientMutationId
        );
    }
}
