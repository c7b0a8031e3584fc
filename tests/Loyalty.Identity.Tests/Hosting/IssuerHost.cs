using Loyalty.Identity.Administration;
using Loyalty.Identity.Clients;
using Loyalty.Identity.Scopes;
using Loyalty.Identity.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Loyalty.Identity.Tests.Hosting;

/// <summary>A real host on a free loopback port with two users, three clients and the scopes of a small installation.</summary>
public sealed class IssuerHost : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    public const string ServiceSecret = "a secret that someone chose";
    public const string Callback = "http://localhost:5081/callback";

    private readonly WebApplication app;
    private readonly bool ownsDatabase;

    private IssuerHost(WebApplication app, TestDatabase database, bool ownsDatabase, TestClock clock, LogCollector logs)
    {
        (this.app, Database, this.ownsDatabase, Clock, Logs) = (app, database, ownsDatabase, clock, logs);
        Issuer = app.Urls.Single();
        Options.Issuer = Issuer;
        Http = NewHttpClient();
    }

    public string Issuer { get; }

    public TestClock Clock { get; }

    public LogCollector Logs { get; }

    public TestDatabase Database { get; }

    /// <summary>Without cookies and without following redirects.</summary>
    public HttpClient Http { get; }

    public IServiceProvider Services => app.Services;

    public LoyaltyIdentityOptions Options => app.Services.GetRequiredService<IOptions<LoyaltyIdentityOptions>>().Value;

    public static Task<IssuerHost> StartAsync(
        DatabaseProvider provider,
        Action<LoyaltyIdentityOptions>? configure = null
    ) => StartNodeAsync(database: null, provider, new TestClock(), configure);

    /// <summary>A second node on the database of the first.</summary>
    public Task<IssuerHost> StartAnotherNodeAsync(Action<LoyaltyIdentityOptions>? configure = null) =>
        StartNodeAsync(Database, Database.Provider, Clock, configure);

    private static async Task<IssuerHost> StartNodeAsync(
        TestDatabase? database,
        DatabaseProvider provider,
        TestClock clock,
        Action<LoyaltyIdentityOptions>? configure
    )
    {
        var owns = database is null;
        database ??= await TestDatabase.CreateAsync(provider);
        var logs = new LogCollector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        builder.Services.AddLoyaltyIdentity(o =>
        {
            o.Provider = provider;
            o.ConnectionString = database.ConnectionString;
            // Known only once the port is.
            o.Issuer = "http://localhost";
            configure?.Invoke(o);
        });
        var node = builder.Build();
        node.MapLoyaltyIdentity();
        if (owns)
        {
            await node.Services.GetRequiredService<IdentityDatabase>().MigrateAsync();
            await SeedAsync(node.Services);
        }
        await node.StartAsync();
        return new IssuerHost(node, database, owns, clock, logs);
    }

    public HttpClient NewHttpClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Issuer) };

    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> use)
        where TService : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task WithAsync<TService>(Func<TService, Task> use)
        where TService : notnull =>
        WithAsync<TService, bool>(async service =>
        {
            await use(service);
            return true;
        });

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (ownsDatabase)
        {
            await Database.DisposeAsync();
        }
    }

    private static async Task SeedAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var scopes = scope.ServiceProvider.GetRequiredService<ScopeAdministration>();
        await scopes.UpsertAsync(new Scope { Name = "openid" });
        await scopes.UpsertAsync(new Scope { Name = "profile", UserClaims = ["name", "preferred_username"] });
        await scopes.UpsertAsync(new Scope { Name = "offline_access" });
        await scopes.UpsertAsync(
            new Scope
            {
                Name = "member",
                Audience = "api",
                UserClaims = ["member_id"],
            }
        );
        await scopes.UpsertAsync(new Scope { Name = "partner", Audience = "api" });
        await scopes.UpsertAsync(
            new Scope
            {
                Name = "admin",
                Audience = "api",
                UserClaims = ["role"],
                RequiredRoles = ["administrator", "manager"],
            }
        );

        var users = scope.ServiceProvider.GetRequiredService<UserAdministration>();
        await users.UpsertAsync(
            new UserDefinition("admin@example.com", "Ada Admin", Password, ["administrator", "auditor"])
        );
        await users.UpsertAsync(
            new UserDefinition(
                "member@example.com",
                "Mia Member",
                Password,
                Claims: [new("member_id", "mbr_1"), new("sub", "forged")]
            )
        );

        var clients = scope.ServiceProvider.GetRequiredService<ClientAdministration>();
        await clients.UpsertAsync(
            new Client
            {
                ClientId = "app",
                ClientName = "The <App>",
                RequireClientSecret = false,
                AllowedGrantTypes = [GrantTypes.AuthorizationCode],
                RedirectUris = [Callback, "com.example.app:/callback"],
                PostLogoutRedirectUris = ["http://localhost:5081/"],
                AllowedCorsOrigins = ["https://app.example"],
                AllowedScopes = ["openid", "profile", "member", "admin"],
                AllowOfflineAccess = true,
            }
        );
        await clients.UpsertAsync(
            new Client
            {
                ClientId = "native",
                ClientName = "Native",
                RequireClientSecret = false,
                AllowLoopbackPort = true,
                AllowedGrantTypes = [GrantTypes.AuthorizationCode],
                RedirectUris = ["http://127.0.0.1/callback"],
                AllowedScopes = ["openid", "member"],
            }
        );
        await clients.UpsertAsync(
            new Client
            {
                ClientId = "service",
                ClientName = "Service",
                AllowedGrantTypes = [GrantTypes.ClientCredentials, GrantTypes.AuthorizationCode],
                RedirectUris = ["https://service.example/callback"],
                AllowedScopes = ["openid", "partner", "member"],
                AllowOfflineAccess = true,
                Claims = [new ClientClaim { Type = "role", Value = "support" }],
            }
        );
        await clients.EnsureSecretAsync("service", ServiceSecret, "for tests");
    }
}
