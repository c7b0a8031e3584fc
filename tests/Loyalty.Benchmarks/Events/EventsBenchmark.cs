using System.Diagnostics;
using System.Globalization;
using Loyalty.Application.Events;
using Loyalty.Benchmarks.Ledger;
using Loyalty.Benchmarks.Load;
using Loyalty.Domain.Events;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Loyalty.Benchmarks.Events;

/// <summary>
/// What is told to other systems, on PostgreSQL: at least 100,000 points events of 50,000 members wait in the outbox, then the product
/// begins to send them, in a process of its own, to a consumer in another. Each must come, signed. Yardsticks: the same ledger while
/// nobody asks for events, and the same consumer under a load generator. <c>--small</c> takes a tenth.
/// </summary>
public static class EventsBenchmark
{
    private const double MemoryMax = 300; // MB
    private const int ConcurrencyMax = 32;
    private const string OnLoopback = "Outbound__AllowPrivateAddresses";
    private static readonly TimeSpan PostingTime = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        if (options.Any(option => option is not "--small"))
            throw new ArgumentException("The option is --small.", nameof(options));
        if (PostgreSqlServer.WhyMissing is { } missing)
            throw new InvalidOperationException(missing);
        var events = options.Contains("--small") ? 10_000 : 100_000;
        var figures = new Figures();
        await using var server = await PostgreSqlServer.StartAsync(
            new PostgreSqlOptions(
                Durable: true,
                MaxConnections: 200,
                ["shared_buffers=2GB", "max_wal_size=8GB", "min_wal_size=2GB"]
            )
        );
        var club = await LoadedClub.CreateAsync(
            "PostgreSql",
            await server.CreateDatabaseAsync(),
            events / 2,
            entriesPerWallet: 1
        );
        var port = Contest.FreePort();
        long posted;
        byte[] key;
        using (var ledger = await ApiProcess.StartAsync(club, ("Jobs__Run", "false")))
        {
            await ledger.LoadAsync(4, 500, PostingTime);
            var unasked = (await ledger.LoadAsync(4, 500, PostingTime)).EventsPerSecond;
            key = await SubscribeAsync(club, port);
            // The ledger hears of a subscription within seconds; what it writes until then is for nobody.
            do
            {
                await ledger.LoadAsync(1, 50, TimeSpan.FromSeconds(1));
            } while (await WaitingAsync(club) == 0);

            var asked = 0.0;
            do
            {
                asked = (await ledger.LoadAsync(4, 500, PostingTime)).EventsPerSecond;
                posted = await WaitingAsync(club);
            } while (posted < events);
            figures.Add("posted while each is told", asked, "events/s", "while none is", unasked);
        }

        await SendAsync(club, port, key, posted, figures);
        return figures.Print(Console.Out) ? 0 : 1;
    }

    private static async Task SendAsync(LoadedClub club, int port, byte[] key, long posted, Figures figures)
    {
        using var consumer = ChildProcess.Self([
            "serve-consumer",
            port.ToString(CultureInfo.InvariantCulture),
            Convert.ToHexString(key),
        ]);
        await consumer.ReadyAsync();
        consumer.Ignore();
        var alone = await AloneAsync(port, key);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var before = await CountAsync(http);
        using var sender = await ApiProcess.StartAsync(club, (OnLoopback, "true"));
        var (watch, cpu) = (Stopwatch.StartNew(), ProcessUse.CpuSeconds(sender.Id));
        var (come, changed) = (0L, TimeSpan.Zero);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (come < posted && watch.Elapsed - changed < SilenceMax)
        {
            await look.WaitForNextTickAsync();
            var now = await CountAsync(http) - before;
            if (now != come)
                (come, changed) = (now, watch.Elapsed);
        }

        if (come != posted)
            throw new InvalidOperationException($"{come} events have come, where {posted} were posted.");
        figures.Add("events told", posted / watch.Elapsed.TotalSeconds, "events/s", "the consumer under a load", alone);
        figures.Add("processor time of the API", (ProcessUse.CpuSeconds(sender.Id) - cpu) * 1e6 / posted, "us/event");
        figures.AtMost("memory of the API, at the most", ProcessUse.Memory(sender.Id).Peak, "MB", MemoryMax);
    }

    /// <summary>Signed requests to the consumer, without a club.</summary>
    private static async Task<double> AloneAsync(int port, byte[] key)
    {
        var plan = new WebhookPlan(
            port,
            EventConsumer.Path,
            key,
            "/load/alone",
            1_000,
            ConcurrencyMax,
            1,
            PostingTime,
            ChecksReceipts: false
        );
        await ApiProcess.LoadAsync(plan with { Duration = PostingTime / 2 });
        return (await ApiProcess.LoadAsync(plan with { Source = "/load/alone/2" })).EventsPerSecond;
    }

    /// <summary>What lies in the outbox.</summary>
    private static async Task<long> WaitingAsync(LoadedClub club)
    {
        await using var source = NpgsqlDataSource.Create(club.ConnectionString);
        await using var count = source.CreateCommand("SELECT count(*) FROM club_events");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static async Task<long> CountAsync(HttpClient http) =>
        long.Parse(await http.GetStringAsync(EventConsumer.CountPath), CultureInfo.InvariantCulture);

    /// <returns>the key that the club signs with.</returns>
    private static async Task<byte[]> SubscribeAsync(LoadedClub club, int port)
    {
        await using var app = IdleHost.Build(
            club.ConnectionString,
            clock: null,
            "--Outbound:AllowPrivateAddresses=true"
        );
        await using var scope = app.Services.CreateAsyncScope();
        var request = new EventSubscriptionRequest(
            $"http://127.0.0.1:{port}{EventConsumer.Path}",
            Description: null,
            [ClubEventType.PointsPosted],
            ConcurrencyMax
        );
        var made = (
            await scope.ServiceProvider.GetRequiredService<SubscribeToEvents>().ExecuteAsync(request, default)
        ).Value;
        return WebhookSignature.TryParseSecret(made.Secret, out var key)
            ? key
            : throw new InvalidOperationException("The new secret is none.");
    }
}
