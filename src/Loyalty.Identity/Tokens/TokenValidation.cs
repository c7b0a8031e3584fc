using Microsoft.IdentityModel.Tokens;

namespace Loyalty.Identity.Tokens;

/// <summary>How a resource server checks access tokens (RFC 9068, section 4), the same whoever issued them.</summary>
public static class TokenValidation
{
    public static readonly TimeSpan ClockSkewMax = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Type <c>at+jwt</c>, asymmetric algorithms only, issuer, audience, signature and times all required. Claim names stay as they
    /// are in the token when the handler's <c>MapInboundClaims</c> is off.
    /// </summary>
    public static TokenValidationParameters Parameters(string issuer, string audience, TimeProvider clock) =>
        new()
        {
            ValidTypes = ["at+jwt", "application/at+jwt"],
            ValidAlgorithms =
            [
                SecurityAlgorithms.RsaSha256,
                SecurityAlgorithms.EcdsaSha256,
                SecurityAlgorithms.RsaSsaPssSha256,
            ],
            ValidIssuer = issuer,
            ValidAudience = audience,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = ClockSkewMax,
            NameClaimType = "sub",
            RoleClaimType = "role",
            LifetimeValidator = (notBefore, expires, _, parameters) =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                return expires is { } end
                    && end + parameters.ClockSkew > now
                    && (notBefore is not { } start || start - parameters.ClockSkew <= now);
            },
        };
}
