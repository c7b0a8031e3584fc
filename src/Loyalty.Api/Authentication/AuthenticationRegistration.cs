using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Loyalty.Api.Authentication;

/// <summary>Configuration section <c>Authentication</c>.</summary>
public sealed class AuthenticationSettings
{
    public const string SectionName = "Authentication";

    /// <summary>The URL of the installation's own OpenID Connect provider. Unset: the embedded issuer serves.</summary>
    public string? Authority { get; set; }

    /// <summary>What access tokens must name as their audience.</summary>
    public string Audience { get; set; } = "loyalty";
}

public static class AuthenticationRegistration
{
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromSeconds(60);

    public static void AddLoyaltyAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        var settings =
            configuration.GetSection(AuthenticationSettings.SectionName).Get<AuthenticationSettings>() ?? new();
        services.AddSingleton(settings);
        services
            .AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(bearer =>
            {
                bearer.Authority = settings.Authority;
                bearer.RequireHttpsMetadata =
                    settings.Authority is { } url
                    && Uri.TryCreate(url, UriKind.Absolute, out var uri)
                    && !uri.IsLoopback;
                bearer.MapInboundClaims = false;
                bearer.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidTypes = ["at+jwt", "application/at+jwt"],
                    ValidAlgorithms = ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
                    ValidateIssuer = true,
                    ValidAudience = settings.Audience,
                    RequireExpirationTime = true,
                    RequireSignedTokens = true,
                    ClockSkew = ClockSkewMax,
                    NameClaimType = "sub",
                    RoleClaimType = "role",
                };
            });
        services.AddAuthorizationBuilder().AddLoyaltyPolicies();
    }
}
