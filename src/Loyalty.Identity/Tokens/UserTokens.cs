using Loyalty.Identity.Clients;
using Loyalty.Identity.Grants;
using Loyalty.Identity.Metrics;
using Loyalty.Identity.Scopes;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Users;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Tokens;

/// <summary>The tokens of a grant that a user gave, common to codes and refresh tokens.</summary>
internal sealed class UserTokens(
    LoyaltyIdentityDbContext db,
    ScopeCatalog catalog,
    UserClaims userClaims,
    TokenIssuer issuer,
    IdentityMetrics metrics,
    TimeProvider clock
)
{
    /// <summary>The user behind the grant, null when the grant no longer stands: barred, gone, or the password has changed.</summary>
    public async Task<User?> UserOfAsync(Grant grant, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (grant.RevokedAt is not null || grant.ExpiresAt <= now)
        {
            return null;
        }
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == grant.UserId, cancel);
        return user is not null && !user.IsBarred(now) && user.SecurityStamp == grant.SecurityStamp ? user : null;
    }

    /// <summary>Adds the next refresh token of the family to the context; the caller saves it with what it spent.</summary>
    public string AddRefreshToken(Grant grant, Client client)
    {
        var now = clock.GetUtcNow();
        var token = OpaqueToken.Create();
        var slidingEnd = now.AddSeconds(client.SlidingRefreshTokenLifetime);
        db.RefreshTokens.Add(
            new RefreshToken
            {
                Hash = OpaqueToken.Hash(token),
                GrantId = grant.Id,
                CreatedAt = now,
                ExpiresAt = slidingEnd < grant.ExpiresAt ? slidingEnd : grant.ExpiresAt,
            }
        );
        return token;
    }

    public async Task<TokenAnswer> IssueAsync(
        Grant grant,
        User user,
        Client client,
        IReadOnlyList<Scope> scopes,
        string grantType,
        string? nonce,
        string? refreshToken,
        CancellationToken cancel
    )
    {
        var apiScopes = scopes.Where(s => s.Audience is not null);
        var contents = new AccessTokenContents(
            user.Id,
            client.ClientId,
            scopes,
            await userClaims.OfAsync(user, apiScopes, cancel),
            client.AccessTokenLifetime,
            grant.AuthTime,
            grant.Id
        );
        var (accessToken, expiresIn) = await issuer.AccessTokenAsync(contents, grantType, cancel);
        var idToken = scopes.Any(s => s.Name == StandardScopes.OpenId)
            ? await issuer.IdTokenAsync(user.Id, client.ClientId, nonce, grant.AuthTime, expiresIn, grantType, cancel)
            : null;
        if (refreshToken is not null)
        {
            metrics.TokenIssued("refresh_token", grantType);
        }
        return new TokenAnswer.Issued(accessToken, "Bearer", expiresIn, ScopeNames.Join(scopes.Select(s => s.Name)))
        {
            RefreshToken = refreshToken,
            IdToken = idToken,
        };
    }

    /// <summary>
    /// The granted scopes as far as client and user still have them: a role taken away or a registration narrowed takes effect at
    /// the next refresh.
    /// </summary>
    public async Task<IReadOnlyList<Scope>> StillAllowedAsync(
        IEnumerable<string> granted,
        Client client,
        User user,
        CancellationToken cancel
    )
    {
        var names = granted.Where(n =>
            n == StandardScopes.OfflineAccess ? client.AllowOfflineAccess : client.AllowedScopes.Contains(n)
        );
        return await userClaims.PermittedAsync(user.Id, await catalog.FindAsync([.. names], cancel), cancel);
    }
}
