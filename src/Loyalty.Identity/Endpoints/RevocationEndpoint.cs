using Loyalty.Identity.Clients;
using Loyalty.Identity.Grants;
using Loyalty.Identity.Metrics;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Endpoints;

/// <summary>
/// <c>POST /connect/revocation</c> (RFC 7009). Either kind of token revokes the grant behind it. An access token already out stays
/// valid to those who only check its signature, for ten minutes at most.
/// </summary>
internal static class RevocationEndpoint
{
    private const string Name = "revocation";

    public static async Task<IResult> HandleAsync(
        HttpContext context,
        ClientAuthentication clients,
        AccessTokenReader accessTokens,
        GrantRevocation revocation,
        LoyaltyIdentityDbContext db,
        IdentityMetrics metrics,
        CancellationToken cancel
    )
    {
        var form = await OAuthParameters.FromFormAsync(context.Request, cancel);
        // An access token may well be longer than a parameter usually is; then it is not ours to find.
        if (form is null || (form.AnyMalformed && !form.IsMalformed("token")))
        {
            return OAuthError
                .InvalidRequest("The body must be a form, with each parameter once and within limits.")
                .ToResult(context, metrics, Name);
        }
        var caller = await clients.AuthenticateAsync(context.Request, form, cancel);
        if (caller is ClientAuthentication.Outcome.Refused(var failure))
        {
            return failure.ToResult(context, metrics, Name);
        }
        if (form["token"] is not { } token)
        {
            return OAuthError.InvalidRequest("token is needed.").ToResult(context, metrics, Name);
        }
        var clientId = ((ClientAuthentication.Outcome.Known)caller).Client.ClientId;
        var hash = OpaqueToken.Hash(token);
        var grantId =
            await db.RefreshTokens.Where(t => t.Hash == hash).Select(t => t.GrantId).SingleOrDefaultAsync(cancel)
            ?? (await accessTokens.ReadAsync(token, cancel))?.GrantId;
        if (grantId is not null && await db.Grants.AnyAsync(g => g.Id == grantId && g.ClientId == clientId, cancel))
        {
            await revocation.RevokeAsync(grantId, cancel);
        }
        // The same answer for a token that never was (section 2.2).
        OAuthError.NoStore(context.Response);
        return Results.Ok();
    }
}
