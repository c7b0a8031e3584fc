using Loyalty.Identity.Clients;
using Loyalty.Identity.Endpoints;
using Loyalty.Identity.Scopes;
using Loyalty.Identity.Users;

namespace Loyalty.Identity.Tokens;

/// <summary>A client asks for itself (RFC 6749, section 4.4). Without <c>scope</c> it gets every API scope it may have.</summary>
internal sealed class ClientCredentialsGrant(ScopeCatalog catalog, TokenIssuer issuer)
{
    public async Task<TokenAnswer> AnswerAsync(Client client, OAuthParameters form, CancellationToken cancel)
    {
        IReadOnlyList<Scope>? scopes;
        if (form["scope"] is { } asked)
        {
            scopes = await catalog.ResolveAsync(ScopeNames.Split(asked), client, cancel);
        }
        else
        {
            scopes = [.. (await catalog.FindAsync(client.AllowedScopes, cancel)).Where(s => s.Audience is not null)];
        }
        // Scopes of OpenID Connect tell about a user, and there is none.
        if (scopes is null || scopes.Count == 0 || scopes.Any(s => s.Audience is null))
        {
            return new TokenAnswer.Refused(OAuthError.InvalidScope());
        }
        var claims = client
            .Claims.Where(c => !UserClaims.IsReserved(c.Type))
            .GroupBy(c => c.Type, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g => g.Select(c => c.Value).ToArray() is [var one] ? one : (object)g.Select(c => c.Value).ToArray(),
                StringComparer.Ordinal
            );
        var contents = new AccessTokenContents(
            client.ClientId,
            client.ClientId,
            scopes,
            claims,
            client.AccessTokenLifetime
        );
        var (token, expiresIn) = await issuer.AccessTokenAsync(contents, GrantTypes.ClientCredentials, cancel);
        return new TokenAnswer.Issued(token, "Bearer", expiresIn, ScopeNames.Join(scopes.Select(s => s.Name)));
    }
}
