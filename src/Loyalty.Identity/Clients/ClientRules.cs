using System.Text.RegularExpressions;
using Loyalty.Identity.Scopes;

namespace Loyalty.Identity.Clients;

/// <summary>What a registration must satisfy; checked whenever the host writes one.</summary>
internal static partial class ClientRules
{
    [GeneratedRegex(@"^[A-Za-z0-9._~-]{1,100}\z", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex ClientIdForm();

    public static IEnumerable<string> Problems(Client client)
    {
        if (!ClientIdForm().IsMatch(client.ClientId))
        {
            yield return "ClientId must be 1 to 100 letters, digits or one of . _ ~ -";
        }
        foreach (var grant in client.AllowedGrantTypes)
        {
            if (grant is not (GrantTypes.AuthorizationCode or GrantTypes.ClientCredentials))
            {
                yield return $"AllowedGrantTypes: {grant} is not known.";
            }
        }
        if (!client.RequireClientSecret && client.Allows(GrantTypes.ClientCredentials))
        {
            yield return "A public client has no credentials and cannot use them as a grant.";
        }
        if (client.Allows(GrantTypes.AuthorizationCode) && client.RedirectUris.Count == 0)
        {
            yield return "RedirectUris: the authorization code grant needs one.";
        }
        foreach (var uri in client.RedirectUris.Concat(client.PostLogoutRedirectUris))
        {
            if (RedirectUri.Problem(uri) is { } problem)
            {
                yield return $"RedirectUris: {uri} {problem}.";
            }
        }
        foreach (var origin in client.AllowedCorsOrigins)
        {
            if (
                !Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                || uri.GetLeftPart(UriPartial.Authority) != origin
            )
            {
                yield return $"AllowedCorsOrigins: {origin} is not an origin.";
            }
        }
        foreach (var scope in client.AllowedScopes)
        {
            if (!ScopeNames.IsToken(scope))
            {
                yield return $"AllowedScopes: {scope} is not a scope.";
            }
        }
        if (client.AccessTokenLifetime is < 10 or > 600)
        {
            yield return "AccessTokenLifetime must be between 10 and 600 seconds.";
        }
        if (
            client.SlidingRefreshTokenLifetime < 60
            || client.AbsoluteRefreshTokenLifetime < client.SlidingRefreshTokenLifetime
        )
        {
            yield return "SlidingRefreshTokenLifetime must be at least a minute and at most AbsoluteRefreshTokenLifetime.";
        }
    }
}
