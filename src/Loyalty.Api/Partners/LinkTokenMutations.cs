using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Partners;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Partners;

/// <summary>A token for a partner.</summary>
public sealed record CreateLinkTokenInput
{
    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }
}

/// <summary>What became of the wish for a token.</summary>
/// <param name="Token">What the member shows the partner: good once. Shown this once; null when there is none.</param>
/// <param name="ExpiresAt">From this instant on it is no longer taken.</param>
/// <param name="Errors">Why there is no token; empty when there is.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record CreateLinkTokenPayload(
    string? Token,
    DateTimeOffset? ExpiresAt,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
);

[MutationType]
public static class LinkTokenMutations
{
    /// <summary>Makes a token with which a partner can link its customer to the signed-in member: good once, for 10 minutes. At
    /// most 5 are live at a time. It is never shown again, hence each call makes another one.</summary>
    /// <param name="input">Nothing but the caller's own mark.</param>
    [Authorize(Policies.Member)]
    public static async Task<CreateLinkTokenPayload> CreateLinkTokenAsync(
        CreateLinkTokenInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        CreateLinkToken create,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var made = await create.ExecuteAsync(me.Id, cancellationToken);
        return made.Refusal is { } refusal
            ? new(null, null, MutationErrors.Of(refusal), input.ClientMutationId)
            : new(made.Value.Text, made.Value.ExpiresAt, [], input.ClientMutationId);
    }
}
