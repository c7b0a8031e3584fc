using Loyalty.Identity.Keys;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Loyalty.Identity.Tokens;

/// <summary>Reads access and ID tokens that were issued here.</summary>
internal sealed class AccessTokenReader(
    SigningKeyRing keys,
    IOptions<LoyaltyIdentityOptions> options,
    TimeProvider clock
)
{
    private static readonly JsonWebTokenHandler Reader = new() { MapInboundClaims = false };

    /// <summary>Null unless it is a live access token of this issuer, for whatever audience.</summary>
    public async Task<Contents?> ReadAsync(string token, CancellationToken cancel)
    {
        var parameters = TokenValidation.Parameters(options.Value.Issuer, audience: "", clock);
        parameters.ValidateAudience = false;
        // No skew: the clock that wrote the token reads it.
        parameters.ClockSkew = TimeSpan.Zero;
        if (await ReadAsync(token, parameters, cancel) is not { } jwt)
        {
            return null;
        }
        jwt.TryGetPayloadValue<string>("scope", out var scope);
        jwt.TryGetPayloadValue<string>("grant_id", out var grantId);
        return new Contents(jwt.Subject, scope ?? "", grantId);
    }

    /// <summary>
    /// Subject and client of an ID token that came from here, however old (OpenID Connect RP-Initiated Logout 1.0, section 4).
    /// </summary>
    public async Task<(string Subject, string ClientId)?> ReadIdTokenHintAsync(string token, CancellationToken cancel)
    {
        var parameters = TokenValidation.Parameters(options.Value.Issuer, audience: "", clock);
        parameters.ValidTypes = ["JWT"];
        parameters.ValidateAudience = false;
        parameters.ValidateLifetime = false;
        return await ReadAsync(token, parameters, cancel) is { } jwt && jwt.Audiences.ToList() is [var clientId]
            ? (jwt.Subject, clientId)
            : null;
    }

    private async Task<JsonWebToken?> ReadAsync(
        string token,
        TokenValidationParameters parameters,
        CancellationToken cancel
    )
    {
        parameters.IssuerSigningKeys = (await keys.CurrentAsync(cancel)).Published;
        var result = await Reader.ValidateTokenAsync(token, parameters);
        return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
    }

    public sealed record Contents(string Subject, string Scope, string? GrantId);
}
