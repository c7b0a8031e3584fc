using System.Net.Http.Headers;
using System.Text.Json;
using Loyalty.Api;
using Loyalty.Api.Http;
using Loyalty.Storage;
using Loyalty.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using DatabaseProvider = Loyalty.Testing.DatabaseProvider;

namespace Loyalty.Tests.Host;

/// <summary>The real host on a free loopback port, over a database of its own.</summary>
public sealed class Club : IAsyncDisposable
{
    private static readonly DatabaseTemplate Migrated = new(MigrateAsync);
    private static readonly Lazy<Task<TestIssuer>> SharedIssuer = new(TestIssuer.StartAsync);
    private static readonly Dictionary<DatabaseProvider, Lazy<Task<Club>>> SharedClubs =
        Enum.GetValues<DatabaseProvider>()
            .ToDictionary(provider => provider, provider => new Lazy<Task<Club>>(() => StartAsync(provider)));

    private readonly WebApplication app;
    private readonly TestDatabase database;
    private readonly TestIssuer issuer;

    private readonly TimeProvider clock;

    private Club(WebApplication app, TestDatabase database, TestIssuer issuer, TimeProvider clock)
    {
        this.app = app;
        this.clock = clock;
        this.database = database;
        this.issuer = issuer;
        Url = new Uri(app.Urls.Single());
    }

    /// <summary>JSON as the host reads and writes it.</summary>
    public static JsonSerializerOptions Json { get; } = MakeJson();

    public Uri Url { get; }

    public TestDatabase Database => database;

    public IServiceProvider Services => app.Services;

    public TestIssuer Issuer => issuer;

    /// <summary>One club per provider for all tests that bring their own members, partners and rules. Tests that count
    /// everything, turn the clock or change the programme start their own.</summary>
    public static Task<Club> SharedAsync(DatabaseProvider provider) => SharedClubs[provider].Value;

    public static async Task<Club> StartAsync(
        DatabaseProvider provider,
        TimeProvider? clock = null,
        params string[] settings
    )
    {
        var database = await TestDatabases.CreateAsync(provider, Migrated);
        return await StartOnAsync(database, clock, settings);
    }

    /// <summary>A club whose log is kept, down to debugging.</summary>
    public static async Task<Club> StartLoggedAsync(DatabaseProvider provider, LogCapture log)
    {
        var database = await TestDatabases.CreateAsync(provider, Migrated);
        return await StartOnAsync(database, clock: null, log, []);
    }

    /// <summary>A host on a database that is already there: a second node, or the same after a restart.</summary>
    public static async Task<Club> StartOnAsync(
        TestDatabase database,
        TimeProvider? clock = null,
        params string[] settings
    ) => await StartOnAsync(database, clock, log: null, settings);

    private static async Task<Club> StartOnAsync(
        TestDatabase database,
        TimeProvider? clock,
        LogCapture? log,
        string[] settings
    )
    {
        var issuer = await SharedIssuer.Value;
        var app = Build(database.Provider, database.ConnectionString, issuer, clock, settings, log);
        if (await LoyaltyHost.PrepareAsync(app) is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }

        await app.StartAsync();
        return new Club(app, database, issuer, clock ?? TimeProvider.System);
    }

    public HttpClient Anonymous() => new() { BaseAddress = Url };

    /// <summary>A member of staff in the role: <c>administrator</c>, <c>manager</c>, <c>support</c> or <c>auditor</c>. On SQLite, where
    /// a transaction within another one waits for itself, each change comes under a key of its own.</summary>
    public HttpClient Staff(string role = "administrator")
    {
        var client =
            database.Provider == DatabaseProvider.Sqlite
                ? new HttpClient(new KeyedChanges()) { BaseAddress = Url }
                : Anonymous();
        return Authorize(client, issuer.Token($"staff-{role}", "admin", TokenEnd, role));
    }

    /// <summary>A member's app, signed in as the subject of the issuer.</summary>
    public HttpClient SignedIn(string subject) => WithToken(issuer.Token(subject, "openid member", TokenEnd));

    /// <summary>A partner's system, by the credentials of its client.</summary>
    public HttpClient System(string clientId, string scope = "partner") =>
        WithToken(issuer.ClientToken(clientId, scope, TokenEnd));

    // The host judges tokens by its own clock.
    private DateTimeOffset TokenEnd => clock.GetUtcNow() + TestIssuer.Lifetime;

    public HttpClient WithToken(string token) => Authorize(Anonymous(), token);

    private static HttpClient Authorize(HttpClient client, string token)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Looks into the database beside the host, or prepares what no endpoint offers.</summary>
    public async Task<T> WithContextAsync<T>(Func<LoyaltyDbContext, Task<T>> use)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<LoyaltyDbContext>());
    }

    /// <summary>Ends the host and leaves the database, as a restart does.</summary>
    public async Task StopAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await database.DisposeAsync();
    }

    private static async Task MigrateAsync(DatabaseProvider provider, string connectionString)
    {
        await using var app = Build(provider, connectionString, await SharedIssuer.Value, clock: null, []);
        await app.Services.GetRequiredService<HostSchema>().MigrateAsync(CancellationToken.None);
    }

    private static WebApplication Build(
        DatabaseProvider provider,
        string connectionString,
        TestIssuer issuer,
        TimeProvider? clock,
        string[] settings,
        LogCapture? log = null
    ) =>
        LoyaltyHost.Build(
            [
                "--urls=http://127.0.0.1:0",
                $"--Database:Provider={provider}",
                $"--Database:ConnectionString={connectionString}",
                "--Database:MigrateOnStart=false",
                $"--Authentication:Authority={issuer.Url}",
                // Tests run the jobs that they are about.
                "--Jobs:Run=false",
                // As on a larger machine, so that writers meet.
                .. provider == DatabaseProvider.Sqlite ? (string[])[] : ["--Ledger:Writers=2"],
                .. settings,
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                if (log is not null)
                {
                    builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug);
                }

                if (clock is not null)
                {
                    builder.Services.AddSingleton(clock);
                }
            }
        );

    private static JsonSerializerOptions MakeJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        HttpRegistration.Configure(json);
        return json;
    }

    private sealed class KeyedChanges() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            if (request.Method != HttpMethod.Get && !request.Headers.Contains("Idempotency-Key"))
            {
                request.Headers.Add("Idempotency-Key", $"{Guid.CreateVersion7():N}");
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
