using System.Text;
using Loyalty.Identity.Keys;
using Loyalty.Identity.Scopes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Loyalty.Identity.Endpoints;

/// <summary>Metadata (OpenID Connect Discovery 1.0, section 3; RFC 8414, section 2) and the key set (RFC 7517, section 5).</summary>
internal static class DiscoveryEndpoint
{
    // Far less than the time for which a key is announced before it signs.
    private const string Cacheable = "public, max-age=900";

    private static readonly string[] ClientAuthenticationMethods =
    [
        "client_secret_basic",
        "client_secret_post",
        "none",
    ];

    public static async Task<IResult> MetadataAsync(
        HttpContext context,
        IOptions<LoyaltyIdentityOptions> options,
        ScopeCatalog scopes,
        CancellationToken cancel
    )
    {
        var issuer = options.Value.Issuer;
        context.Response.Headers[HeaderNames.CacheControl] = Cacheable;
        return Results.Json(
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["issuer"] = issuer,
                ["authorization_endpoint"] = issuer + Paths.Authorize,
                ["token_endpoint"] = issuer + Paths.Token,
                ["revocation_endpoint"] = issuer + Paths.Revocation,
                ["userinfo_endpoint"] = issuer + Paths.UserInfo,
                ["end_session_endpoint"] = issuer + Paths.EndSession,
                ["jwks_uri"] = issuer + Paths.Keys,
                ["scopes_supported"] = await scopes.NamesAsync(cancel),
                ["claims_supported"] = new[] { "sub", "name", "preferred_username", "email", "role" },
                ["response_types_supported"] = new[] { "code" },
                ["response_modes_supported"] = new[] { "query" },
                ["grant_types_supported"] = new[] { "authorization_code", "client_credentials", "refresh_token" },
                ["subject_types_supported"] = new[] { "public" },
                ["id_token_signing_alg_values_supported"] = Enum.GetNames<SigningAlgorithm>(),
                ["token_endpoint_auth_methods_supported"] = ClientAuthenticationMethods,
                ["revocation_endpoint_auth_methods_supported"] = ClientAuthenticationMethods,
                ["code_challenge_methods_supported"] = new[] { "S256" },
                ["prompt_values_supported"] = new[] { "none", "login" },
                ["authorization_response_iss_parameter_supported"] = true,
                ["claims_parameter_supported"] = false,
                ["request_parameter_supported"] = false,
                ["request_uri_parameter_supported"] = false,
            }
        );
    }

    public static async Task<IResult> KeysAsync(HttpContext context, SigningKeyRing keys, CancellationToken cancel)
    {
        var published = (await keys.CurrentAsync(cancel)).PublishedJson;
        context.Response.Headers[HeaderNames.CacheControl] = Cacheable;
        return Results.Text($"{{\"keys\":[{string.Join(',', published)}]}}", "application/jwk-set+json", Encoding.UTF8);
    }
}
