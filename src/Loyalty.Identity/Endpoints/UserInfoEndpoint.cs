using Loyalty.Identity.Metrics;
using Loyalty.Identity.Scopes;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tokens;
using Loyalty.Identity.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Loyalty.Identity.Endpoints;

/// <summary><c>/connect/userinfo</c> (OpenID Connect Core 1.0, section 5.3), errors by RFC 6750, section 3.</summary>
internal static class UserInfoEndpoint
{
    private const string Name = "userinfo";

    public static async Task<IResult> HandleAsync(
        HttpContext context,
        AccessTokenReader accessTokens,
        LoyaltyIdentityDbContext db,
        UserTokens tokens,
        UserClaims userClaims,
        ScopeCatalog catalog,
        IdentityMetrics metrics,
        CancellationToken cancel
    )
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return Refused(context, metrics, 401, error: null);
        }
        if (await accessTokens.ReadAsync(header[7..].Trim(), cancel) is not { GrantId: { } grantId } token)
        {
            return Refused(context, metrics, 401, "invalid_token");
        }
        var names = ScopeNames.Split(token.Scope);
        if (!names.Contains(StandardScopes.OpenId, StringComparer.Ordinal))
        {
            return Refused(context, metrics, 403, "insufficient_scope");
        }
        // Unlike a resource server, the issuer knows what was revoked meanwhile.
        var grant = await db.Grants.AsNoTracking().SingleOrDefaultAsync(g => g.Id == grantId, cancel);
        if (grant is null || await tokens.UserOfAsync(grant, cancel) is not { } user)
        {
            return Refused(context, metrics, 401, "invalid_token");
        }
        var scopes = (await catalog.FindAsync(names, cancel)).Where(s => s.Audience is null);
        var claims = await userClaims.OfAsync(user, scopes, cancel);
        claims["sub"] = user.Id;
        OAuthError.NoStore(context.Response);
        return Results.Json(claims);
    }

    private static IResult Refused(HttpContext context, IdentityMetrics metrics, int status, string? error)
    {
        metrics.Refused(Name, error ?? "no_token");
        OAuthError.NoStore(context.Response);
        context.Response.Headers[HeaderNames.WWWAuthenticate] = error is null
            ? "Bearer realm=\"identity\""
            : $"Bearer realm=\"identity\", error=\"{error}\"";
        return Results.StatusCode(status);
    }
}
