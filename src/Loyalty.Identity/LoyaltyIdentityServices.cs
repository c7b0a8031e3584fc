using Loyalty.Identity.Administration;
using Loyalty.Identity.Clients;
using Loyalty.Identity.Codes;
using Loyalty.Identity.Endpoints;
using Loyalty.Identity.Grants;
using Loyalty.Identity.Keys;
using Loyalty.Identity.Metrics;
using Loyalty.Identity.Scopes;
using Loyalty.Identity.SignIn;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tokens;
using Loyalty.Identity.Users;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Loyalty.Identity;

/// <summary>The issuer's services.</summary>
public static class LoyaltyIdentityServices
{
    /// <summary>
    /// Adds the issuer. Data protection of the whole host then keeps its key ring in the issuer's database. No authentication scheme
    /// becomes the host's default. Wrong options show when they are first read (<see cref="OptionsValidationException"/>), at the latest
    /// at start.
    /// </summary>
    public static IServiceCollection AddLoyaltyIdentity(
        this IServiceCollection services,
        Action<LoyaltyIdentityOptions> configure
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddOptions<LoyaltyIdentityOptions>()
            .Configure(configure)
            .PostConfigure(options =>
            {
                if (options.Problems().ToList() is { Count: > 0 } problems)
                {
                    throw new OptionsValidationException("Loyalty.Identity", typeof(LoyaltyIdentityOptions), problems);
                }
            });
        AddStorage(services);
        AddDataProtection(services, configure);
        AddUsers(services);

        services.AddScoped<ClientAuthentication>();
        services.AddScoped<ScopeCatalog>();
        services.AddScoped<UserClaims>();
        services.AddScoped<GrantRevocation>();
        services.AddScoped<AuthorizeRequestReader>();
        services.AddScoped<CodeIssuer>();
        services.AddScoped<UserTokens>();
        services.AddScoped<AuthorizationCodeGrant>();
        services.AddScoped<ClientCredentialsGrant>();
        services.AddScoped<RefreshTokenGrant>();
        services.AddScoped<Sessions>();
        services.AddScoped<SignInLimits>();
        services.AddScoped<PasswordCheck>();
        services.AddSingleton<NobodysPassword>();
        services.AddSingleton<SignInMarker>();
        services.AddSingleton<SigningKeyRing>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<AccessTokenReader>();
        services.AddSingleton<IdentityMetrics>();
        services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>, LocalIssuerConfiguration>();

        services.AddSingleton<IdentityDatabase>();
        services.AddScoped<IdentityCleanup>();
        services.AddScoped<ClientAdministration>();
        services.AddScoped<ScopeAdministration>();
        services.AddScoped<UserAdministration>();
        return services;
    }

    private static void AddStorage(IServiceCollection services)
    {
        services.AddDbContext<SqliteIdentityDbContext>((s, b) => Use(s, b, DatabaseProvider.Sqlite));
        services.AddDbContext<PostgreSqlIdentityDbContext>((s, b) => Use(s, b, DatabaseProvider.PostgreSql));
        services.AddDbContext<SqlServerIdentityDbContext>((s, b) => Use(s, b, DatabaseProvider.SqlServer));
        services.AddScoped<LoyaltyIdentityDbContext>(s =>
            s.GetRequiredService<IOptions<LoyaltyIdentityOptions>>().Value.Provider switch
            {
                DatabaseProvider.Sqlite => s.GetRequiredService<SqliteIdentityDbContext>(),
                DatabaseProvider.PostgreSql => s.GetRequiredService<PostgreSqlIdentityDbContext>(),
                DatabaseProvider.SqlServer => s.GetRequiredService<SqlServerIdentityDbContext>(),
                var other => throw new InvalidOperationException($"No such database provider: {other}."),
            }
        );

        static void Use(IServiceProvider services, DbContextOptionsBuilder builder, DatabaseProvider provider) =>
            Provider.Use(
                builder,
                provider,
                services.GetRequiredService<IOptions<LoyaltyIdentityOptions>>().Value.ConnectionString
            );
    }

    private static void AddDataProtection(IServiceCollection services, Action<LoyaltyIdentityOptions> configure)
    {
        var protection = services.AddDataProtection();
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<IServiceScopeFactory>((o, scopes) => o.XmlRepository = new DatabaseXmlRepository(scopes));
        services
            .AddOptions<DataProtectionOptions>()
            .Configure<IOptions<LoyaltyIdentityOptions>>(
                (o, ours) => o.ApplicationDiscriminator = ours.Value.ApplicationName
            );

        // Data protection takes certificates only now, before there is a provider to read options from.
        var early = new LoyaltyIdentityOptions();
        configure(early);
        if (early.KeyRingCertificates is [var first, ..])
        {
            protection
                .ProtectKeysWithCertificate(first)
                .UnprotectKeysWithAnyCertificate([.. early.KeyRingCertificates]);
        }
    }

    private static void AddUsers(IServiceCollection services)
    {
        services
            .AddIdentityCore<User>(o =>
            {
                // Length is what counts (NIST SP 800-63B, section 5.1.1.2).
                o.Password.RequiredLength = 10;
                o.Password.RequireDigit = false;
                o.Password.RequireLowercase = false;
                o.Password.RequireUppercase = false;
                o.Password.RequireNonAlphanumeric = false;
                o.User.RequireUniqueEmail = true;
            })
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<LoyaltyIdentityDbContext>();
        services.AddAntiforgery();
        services.AddAuthentication().AddCookie(Sessions.Scheme);
        services
            .AddOptions<CookieAuthenticationOptions>(Sessions.Scheme)
            .Configure<IOptions<LoyaltyIdentityOptions>>(
                (cookie, ours) =>
                {
                    var isSecure = ours.Value.IssuerIsSecure;
                    cookie.Cookie.Name = isSecure ? "__Host-loyalty.identity" : "loyalty.identity";
                    cookie.Cookie.SecurePolicy = isSecure
                        ? CookieSecurePolicy.Always
                        : CookieSecurePolicy.SameAsRequest;
                    // The browser comes from the client's site, and must be recognised then.
                    cookie.Cookie.SameSite = SameSiteMode.Lax;
                    cookie.Cookie.HttpOnly = true;
                    cookie.Cookie.Path = "/";
                    cookie.ExpireTimeSpan = ours.Value.SessionLifetime;
                    cookie.SlidingExpiration = false;
                }
            );
    }
}
