using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Offers;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.GraphQL;

namespace Loyalty.Api.Offers;

/// <summary>Who brought the signed-in member.</summary>
public sealed record UseReferralCodeInput
{
    /// <summary>A new value for each try, such as a UUID: 1 to 200 visible ASCII characters.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>The other member's code; capitals, blanks and hyphens make no difference.</summary>
    public required string Code { get; init; }
}

/// <summary>What became of a referral code.</summary>
/// <param name="Used">Whether the member who brought this one is known now.</param>
/// <param name="Errors">Why not; empty when it is.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record UseReferralCodePayload(
    bool Used,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
);

/// <summary>What a new member does with another one's code.</summary>
[MutationType]
public static class ReferralMutations
{
    /// <summary>Names the member who brought the signed-in one, within some days of enrolment and once. What the club gives for it at
    /// once is there within seconds; the rest follows the first purchase.</summary>
    /// <param name="input">The code.</param>
    [Authorize(Policies.Member)]
    public static async Task<UseReferralCodePayload> UseReferralCodeAsync(
        UseReferralCodeInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IdempotentMutations mutations,
        UseReferralCode use,
        AdvanceReferrals advance,
        PostGrantedPoints points,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var used = await mutations.RunAsync(
            "useReferralCode",
            me.Id,
            input.IdempotencyKey,
            new { input.Code },
            async () =>
                (await use.ExecuteAsync(me.Id, input.Code, cancellationToken)).Match(
                    referral => (Outcome<string>)referral.Id.ToString(),
                    refusal => refusal
                ),
            cancellationToken
        );
        if (used.Refusal is null && Identifier.TryParse<ReferralId>(used.Value, out var id))
        {
            await advance.AdvanceAsync(id, cancellationToken);
            await points.ExecuteAsync(id, cancellationToken);
        }

        return new UseReferralCodePayload(
            used.Refusal is null,
            MutationErrors.Of(used.Refusal),
            input.ClientMutationId
        );
    }
}
