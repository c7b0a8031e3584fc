using Loyalty.Identity.Endpoints;
using Loyalty.Identity.Grants;
using Loyalty.Identity.Scopes;
using Loyalty.Identity.SignIn;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tokens;
using Microsoft.Extensions.Options;

namespace Loyalty.Identity.Codes;

/// <summary>Writes grant and code in one transaction.</summary>
internal sealed class CodeIssuer(
    LoyaltyIdentityDbContext db,
    IOptions<LoyaltyIdentityOptions> options,
    TimeProvider clock
)
{
    public async Task<string> IssueAsync(
        AuthorizeRequest request,
        Session session,
        IReadOnlyList<Scope> scopes,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var code = OpaqueToken.Create();
        var grant = new Grant
        {
            Id = OpaqueToken.Id("grant", now),
            ClientId = request.Client.ClientId,
            UserId = session.User.Id,
            Scope = ScopeNames.Join(scopes.Select(s => s.Name)),
            SecurityStamp = session.User.SecurityStamp!,
            AuthTime = session.AuthTime,
            CreatedAt = now,
            ExpiresAt = now.AddSeconds(request.Client.AbsoluteRefreshTokenLifetime),
        };
        db.Grants.Add(grant);
        db.AuthorizationCodes.Add(
            new AuthorizationCode
            {
                Hash = OpaqueToken.Hash(code),
                GrantId = grant.Id,
                ClientId = grant.ClientId,
                RedirectUri = request.RedirectUri,
                CodeChallenge = request.CodeChallenge,
                Nonce = request.Nonce,
                ExpiresAt = now + options.Value.AuthorizationCodeLifetime,
            }
        );
        await db.SaveChangesAsync(cancel);
        return code;
    }
}
