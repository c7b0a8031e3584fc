using Loyalty.Identity.Clients;
using Loyalty.Identity.Codes;
using Loyalty.Identity.Endpoints;
using Loyalty.Identity.Grants;
using Loyalty.Identity.Scopes;
using Loyalty.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Tokens;

/// <summary>
/// Spends an authorization code (RFC 6749, section 4.1.3; OAuth 2.1, section 4.1.3). One conditional update decides who of several
/// callers had it first; every later one revokes what the first was given.
/// </summary>
internal sealed class AuthorizationCodeGrant(
    LoyaltyIdentityDbContext db,
    GrantRevocation revocation,
    UserTokens tokens,
    TimeProvider clock
)
{
    public async Task<TokenAnswer> AnswerAsync(Client client, OAuthParameters form, CancellationToken cancel)
    {
        if (
            form["code"] is not { } sent
            || form["redirect_uri"] is not { } redirectUri
            || form["code_verifier"] is not { } verifier
        )
        {
            return TokenAnswer.InvalidRequest("code, redirect_uri and code_verifier are needed.");
        }
        var hash = OpaqueToken.Hash(sent);
        var code = await db.AuthorizationCodes.AsNoTracking().SingleOrDefaultAsync(c => c.Hash == hash, cancel);
        if (code is null || code.ClientId != client.ClientId)
        {
            return Refused();
        }
        if (code.SpentAt is not null)
        {
            await revocation.RevokeAsync(code.GrantId, cancel);
            return Refused();
        }
        if (
            code.RedirectUri != redirectUri
            || !Pkce.IsVerifier(verifier)
            || !Pkce.Matches(code.CodeChallenge, verifier)
        )
        {
            return Refused();
        }
        var grant = await db.Grants.AsNoTracking().SingleAsync(g => g.Id == code.GrantId, cancel);
        if (await tokens.UserOfAsync(grant, cancel) is not { } user)
        {
            return Refused();
        }
        var scopes = await tokens.StillAllowedAsync(ScopeNames.Split(grant.Scope), client, user, cancel);
        var isOffline = scopes.Any(s => s.Name == StandardScopes.OfflineAccess);

        DateTimeOffset? now = clock.GetUtcNow();
        string? refreshToken = null;
        int spent;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
        {
            spent = await db
                .AuthorizationCodes.Where(c => c.Hash == hash && c.SpentAt == null && c.ExpiresAt > now)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.SpentAt, now), cancel);
            if (spent == 1)
            {
                refreshToken = isOffline ? tokens.AddRefreshToken(grant, client) : null;
                await db.SaveChangesAsync(cancel);
            }
            else if (code.ExpiresAt > now)
            {
                await revocation.RevokeAsync(code.GrantId, cancel);
            }
            await transaction.CommitAsync(cancel);
        }
        if (spent == 0)
        {
            return Refused();
        }
        return await tokens.IssueAsync(
            grant,
            user,
            client,
            scopes,
            GrantTypes.AuthorizationCode,
            code.Nonce,
            refreshToken,
            cancel
        );
    }

    // One answer for all: the difference would tell the finder of a stolen code how far it can be used.
    private static TokenAnswer.Refused Refused() => TokenAnswer.InvalidGrant("The authorization code is not valid.");
}
