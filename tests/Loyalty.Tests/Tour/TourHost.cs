using Loyalty.Api;
using Loyalty.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Loyalty.Tests.Tour;

/// <summary>The host as a newcomer starts it: in Development, with the embedded issuer and the demo club, on a free port and an
/// empty database.</summary>
internal sealed class TourHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TestDatabase database;

    private TourHost(WebApplication app, TestDatabase database, Uri url)
    {
        this.app = app;
        this.database = database;
        Url = url;
    }

    public Uri Url { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<TourHost> StartAsync(DatabaseProvider provider)
    {
        DatabaseTests.SkipWhereMissing(provider);
        var database = await TestDatabases.CreateAsync(provider);
        // The issuer is named after the address, hence the port has to be known before the host is.
        var url = new Uri($"http://localhost:{FreePort.Find()}");
        var app = LoyaltyHost.Build(
            [
                "--environment=Development",
                $"--urls={url.GetLeftPart(UriPartial.Authority)}",
                $"--Database:Provider={provider}",
                $"--Database:ConnectionString={database.ConnectionString}",
                "--Database:MigrateOnStart=true",
            ],
            builder => builder.Logging.ClearProviders()
        );
        if (await LoyaltyHost.PrepareAsync(app) is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }

        await app.StartAsync();
        return new TourHost(app, database, url);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
    }
}
