using Loyalty.Identity.Keys;
using Loyalty.Identity.Metrics;
using Loyalty.Identity.Scopes;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Loyalty.Identity.Tokens;

/// <summary>Writes the signed tokens.</summary>
internal sealed class TokenIssuer(
    SigningKeyRing keys,
    IOptions<LoyaltyIdentityOptions> options,
    TimeProvider clock,
    IdentityMetrics metrics
)
{
    private static readonly JsonWebTokenHandler Writer = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A JWT access token (RFC 9068, section 2). Returns it with its life in whole seconds.</summary>
    public async Task<(string Token, int ExpiresIn)> AccessTokenAsync(
        AccessTokenContents contents,
        string grantType,
        CancellationToken cancel
    )
    {
        var claims = new Dictionary<string, object>(contents.Claims, StringComparer.Ordinal)
        {
            ["sub"] = contents.Subject,
            ["client_id"] = contents.ClientId,
            ["scope"] = ScopeNames.Join(contents.Scopes.Select(s => s.Name)),
            ["jti"] = OpaqueToken.Create(),
        };
        if (contents.AuthTime is { } authTime)
        {
            claims["auth_time"] = authTime.ToUnixTimeSeconds();
        }
        if (contents.GrantId is { } grantId)
        {
            claims["grant_id"] = grantId;
        }
        var audiences = contents
            .Scopes.Select(s => s.Audience)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        claims["aud"] = audiences switch
        {
            // Good for userinfo only, which is the issuer's own.
            [] => options.Value.Issuer,
            [var one] => one,
            _ => audiences,
        };
        var seconds = Math.Min(
            contents.LifetimeSeconds,
            (int)LoyaltyIdentityOptions.AccessTokenLifetimeMax.TotalSeconds
        );
        var token = await WriteAsync("at+jwt", claims, seconds, cancel);
        metrics.TokenIssued("access_token", grantType);
        return (token, seconds);
    }

    /// <summary>An ID token (OpenID Connect Core 1.0, section 2), which lives as long as the access token beside it.</summary>
    public async Task<string> IdTokenAsync(
        string subject,
        string clientId,
        string? nonce,
        DateTimeOffset authTime,
        int lifetimeSeconds,
        string grantType,
        CancellationToken cancel
    )
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = subject,
            ["aud"] = clientId,
            ["auth_time"] = authTime.ToUnixTimeSeconds(),
        };
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }
        var token = await WriteAsync("JWT", claims, lifetimeSeconds, cancel);
        metrics.TokenIssued("id_token", grantType);
        return token;
    }

    private async Task<string> WriteAsync(
        string type,
        Dictionary<string, object> claims,
        int seconds,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        claims["iss"] = options.Value.Issuer;
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["exp"] = now.ToUnixTimeSeconds() + seconds;
        return Writer.CreateToken(
            new SecurityTokenDescriptor
            {
                TokenType = type,
                Claims = claims,
                SigningCredentials = await keys.SigningCredentialsAsync(cancel),
            }
        );
    }
}

/// <summary>What goes into an access token besides what every one has.</summary>
/// <param name="Subject">A user's id, or the client's own for client credentials (RFC 9068, section 2.2).</param>
/// <param name="GrantId">Lets userinfo and revocation find what the token came from.</param>
internal sealed record AccessTokenContents(
    string Subject,
    string ClientId,
    IReadOnlyList<Scope> Scopes,
    IReadOnlyDictionary<string, object> Claims,
    int LifetimeSeconds,
    DateTimeOffset? AuthTime = null,
    string? GrantId = null
);
