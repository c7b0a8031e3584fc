using System.Globalization;
using System.Text.Json;
using Loyalty.Api;
using Loyalty.Benchmarks.Load;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>The product as it is shipped, in a process of its own.</summary>
internal sealed class ApiProcess : IDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(1);
    private readonly ChildProcess process;
    private int loads;

    private ApiProcess(LoadedClub club, ChildProcess process, int port) =>
        (Club, this.process, Port) = (club, process, port);

    public LoadedClub Club { get; }

    public int Port { get; }

    public int Id => process.Id;

    /// <summary>Acknowledged so far, over all loads.</summary>
    public long Events { get; private set; }

    public long Points { get; private set; }

    /// <param name="settings">of the host, as environment variables.</param>
    public static async Task<ApiProcess> StartAsync(LoadedClub club, params (string Name, string Value)[] settings)
    {
        var port = Contest.FreePort();
        var process = ChildProcess.Start(
            "dotnet",
            [typeof(LoyaltyHost).Assembly.Location, "serve", $"--urls=http://127.0.0.1:{port}"],
            [.. Environment(club), .. settings]
        );
        process.Ignore();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var limit = new CancellationTokenSource(StartMax);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await again.WaitForNextTickAsync(limit.Token))
        {
            try
            {
                if ((await http.GetAsync("/health/ready", limit.Token)).IsSuccessStatusCode)
                    break;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // It does not listen yet.
            }
        }
        return new ApiProcess(club, process, port);
    }

    /// <summary>The load in a process of its own; every receipt was good when this returns.</summary>
    public async Task<WebhookResult> LoadAsync(
        int connections,
        int eventsPerRequest,
        TimeSpan duration,
        double? requestsPerSecond = null
    )
    {
        var plan = new WebhookPlan(
            Port,
            LoadedClub.EventsPath,
            Club.Key,
            string.Create(CultureInfo.InvariantCulture, $"/load/{++loads}"),
            Club.Members,
            connections,
            eventsPerRequest,
            duration,
            requestsPerSecond
        );
        var result = await LoadAsync(plan);
        Events += result.Events;
        Points += result.Points;
        return result;
    }

    public static async Task<WebhookResult> LoadAsync(WebhookPlan plan)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(plan));
            // Answers are then handled where they are noticed, which leaves more of the processor to the server.
            using var process = ChildProcess.Self(
                ["webhooks", file],
                ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"),
                ("DOTNET_TieredPGO", "0"),
                ("DOTNET_gcServer", "0"),
                ("DOTNET_gcConcurrent", "0")
            );
            var result = JsonSerializer.Deserialize<WebhookResult>(await process.OutputAsync())!;
            return result.Failures == 0
                ? result
                : throw new InvalidOperationException(
                    $"{result.Failures} answers were not good, such as: {result.FirstFailure}"
                );
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs <c>verify-ledger</c> over the whole database.</summary>
    /// <exception cref="InvalidOperationException">A promise is broken.</exception>
    public static async Task<string> VerifyAsync(LoadedClub club)
    {
        using var verify = ChildProcess.Start(
            "dotnet",
            [typeof(LoyaltyHost).Assembly.Location, "verify-ledger", "--json"],
            Environment(club)
        );
        return await verify.OutputAsync();
    }

    public void Dispose() => process.Dispose();

    private static (string, string)[] Environment(LoadedClub club) =>
        [
            ("Database__Provider", club.Provider),
            ("Database__ConnectionString", club.ConnectionString),
            ("Logging__LogLevel__Default", "Warning"),
        ];
}
