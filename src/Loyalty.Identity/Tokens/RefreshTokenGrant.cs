using Loyalty.Identity.Clients;
using Loyalty.Identity.Endpoints;
using Loyalty.Identity.Grants;
using Loyalty.Identity.Scopes;
using Loyalty.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Tokens;

/// <summary>
/// Exchanges a refresh token for the next one (RFC 6749, section 6; OAuth 2.1, section 4.3). No grace for a second use: it means that
/// two parties hold the token, and the grant is revoked for both.
/// </summary>
internal sealed class RefreshTokenGrant(
    LoyaltyIdentityDbContext db,
    GrantRevocation revocation,
    UserTokens tokens,
    TimeProvider clock
)
{
    public async Task<TokenAnswer> AnswerAsync(Client client, OAuthParameters form, CancellationToken cancel)
    {
        if (form["refresh_token"] is not { } sent)
        {
            return TokenAnswer.InvalidRequest("refresh_token is needed.");
        }
        var hash = OpaqueToken.Hash(sent);
        var token = await db.RefreshTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, cancel);
        if (token is null)
        {
            return Refused();
        }
        var grant = await db.Grants.AsNoTracking().SingleAsync(g => g.Id == token.GrantId, cancel);
        if (grant.ClientId != client.ClientId)
        {
            return Refused();
        }
        if (token.SpentAt is not null)
        {
            await revocation.RevokeAsync(grant.Id, cancel);
            return Refused();
        }
        if (await tokens.UserOfAsync(grant, cancel) is not { } user)
        {
            return Refused();
        }
        var granted = ScopeNames.Split(grant.Scope);
        var asked = form["scope"] is { } scope ? ScopeNames.Split(scope) : granted;
        if (asked.Count == 0 || asked.Except(granted, StringComparer.Ordinal).Any())
        {
            return new TokenAnswer.Refused(OAuthError.InvalidScope());
        }
        var scopes = await tokens.StillAllowedAsync(asked, client, user, cancel);
        if (scopes.Count == 0 || !client.AllowOfflineAccess)
        {
            return Refused();
        }

        DateTimeOffset? now = clock.GetUtcNow();
        string? next = null;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
        {
            var spent = await db
                .RefreshTokens.Where(t => t.Hash == hash && t.SpentAt == null && t.ExpiresAt > now)
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.SpentAt, now), cancel);
            if (spent == 1)
            {
                next = tokens.AddRefreshToken(grant, client);
                await db.SaveChangesAsync(cancel);
            }
            else if (token.ExpiresAt > now)
            {
                await revocation.RevokeAsync(grant.Id, cancel);
            }
            await transaction.CommitAsync(cancel);
        }
        if (next is null)
        {
            return Refused();
        }
        return await tokens.IssueAsync(grant, user, client, scopes, GrantTypes.RefreshToken, nonce: null, next, cancel);
    }

    private static TokenAnswer.Refused Refused() => TokenAnswer.InvalidGrant("The refresh token is not valid.");
}
