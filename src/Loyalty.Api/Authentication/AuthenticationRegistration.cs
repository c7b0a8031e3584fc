using Loyalty.Identity;
using Loyalty.Identity.Tokens;
using Loyalty.Storage;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using IdentityProvider = Loyalty.Identity.Storage.DatabaseProvider;

namespace Loyalty.Api.Authentication;

/// <summary>Configuration section <c>Authentication</c>.</summary>
public sealed class AuthenticationSettings
{
    public const string SectionName = "Authentication";

    /// <summary>The URL of the installation's own OpenID Connect provider. Unset: the embedded issuer serves.</summary>
    public string? Authority { get; set; }

    /// <summary>What access tokens must name as their audience.</summary>
    public string Audience { get; set; } = "loyalty";

    /// <summary>The embedded issuer's public address, exactly as clients see it. Unset: the first address that the host
    /// listens on.</summary>
    public string Issuer { get; set; } = "";

    public bool IsEmbedded => string.IsNullOrEmpty(Authority);
}

public static class AuthenticationRegistration
{
    /// <exception cref="KeyRingException">a certificate cannot be used.</exception>
    public static void AddLoyaltyAuthentication(this WebApplicationBuilder builder, DatabaseOptions database)
    {
        var settings =
            builder.Configuration.GetSection(AuthenticationSettings.SectionName).Get<AuthenticationSettings>() ?? new();
        if (settings.Issuer.Length == 0)
        {
            var first = (builder.Configuration["urls"] ?? LoyaltyHost.UrlDefault).Split(';')[0];
            settings.Issuer = first.TrimEnd('/');
        }

        builder.Services.AddSingleton(settings);
        var keyRing = builder.Configuration.GetSection(KeyRingSettings.SectionName).Get<KeyRingSettings>() ?? new();
        var certificates = keyRing.Load();
        // Also beside another provider: the key ring, which encrypts partners' secrets, lies with it.
        builder.Services.AddLoyaltyIdentity(identity =>
        {
            identity.Provider = Enum.Parse<IdentityProvider>(database.Provider.ToString());
            identity.ConnectionString = database.ConnectionString;
            identity.Issuer = settings.Issuer;
            foreach (var certificate in certificates)
            {
                identity.KeyRingCertificates.Add(certificate);
            }
        });
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        var bearer = builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme);
        if (settings.IsEmbedded)
        {
            bearer.Configure<
                IConfigurationManager<OpenIdConnectConfiguration>,
                IOptions<LoyaltyIdentityOptions>,
                TimeProvider
            >(
                (options, local, identity, clock) =>
                {
                    options.MapInboundClaims = false;
                    options.ConfigurationManager = local; // the keys from the database, no call to oneself
                    options.TokenValidationParameters = TokenValidation.Parameters(
                        identity.Value.Issuer,
                        settings.Audience,
                        clock
                    );
                }
            );
        }
        else
        {
            bearer.Configure<TimeProvider>(
                (options, clock) =>
                {
                    options.MapInboundClaims = false;
                    options.Authority = settings.Authority;
                    options.RequireHttpsMetadata = !new Uri(settings.Authority!).IsLoopback;
                    options.TokenValidationParameters = TokenValidation.Parameters(
                        settings.Authority!.TrimEnd('/'),
                        settings.Audience,
                        clock
                    );
                }
            );
        }

        builder.Services.AddAuthorizationBuilder().AddLoyaltyPolicies();
    }

    public static void MapSignIn(this WebApplication app)
    {
        if (app.Services.GetRequiredService<AuthenticationSettings>().IsEmbedded)
        {
            app.MapLoyaltyIdentity();
        }
    }
}
