using System.Globalization;
using Loyalty.Benchmarks.Load;
using Loyalty.Testing;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>The goals for throughput, latency and memory, each beside its yardstick.</summary>
internal static class LedgerContest
{
    private const int BatchConnections = 4;
    private const int WarmUpsMax = 6;
    private const double WarmUpGainMin = 1.03;
    private const double LatencyMillisecondsMax = 25;
    private const double MemoryMegabytesMax = 300;

    public static async Task RunAsync(
        LedgerPlan plan,
        Figures figures,
        PostgreSqlServer server,
        ApiProcess api,
        int database
    )
    {
        await WarmUpAsync(api, plan.Warmup);
        var single64 = Contestant.Of(api, "single events, 64 connections", 64, 1);
        var single256 = Contestant.Of(api, "single events, 256 connections", 256, 1);
        var batches = Contestant.Of(
            api,
            $"{PgBench.EventsPerStatement} events a request",
            BatchConnections,
            PgBench.EventsPerStatement
        );
        Contestant[] own = [single64, single256, batches];
        if (plan.IsOwnOnly)
            await Contestant.TakeTurnsAsync(own, database, plan.Rounds, plan.Duration);
        else
            await BesideYardsticksAsync(plan, figures, server, own, api.Club.Key, database);
        foreach (var contestant in own)
            Add(figures, contestant);
        var peak = Math.Max(single64.Median.PerSecond, single256.Median.PerSecond);
        await LatencyAsync(plan, figures, api, peak / 2);
        var (now, most) = ProcessUse.Memory(api.Id);
        figures.Add("memory of the API after it", now, "MB");
        figures.AtMost("memory of the API, at the most", most, "MB", MemoryMegabytesMax);
        foreach (var (name, value, unit) in await LedgerCheck.BatchesAsync(api, [single64, single256]))
            figures.Add(name, value, unit);
        await LedgerCheck.RunAsync(api, LedgerPlan.WalletsVerifiedMax);
    }

    /// <summary>Until the runtime has compiled what is hot, as it has on a server that runs for days: then it gets no faster.</summary>
    public static async Task WarmUpAsync(ApiProcess api, TimeSpan duration)
    {
        var best = 0.0;
        for (var i = 0; i < WarmUpsMax; i++)
        {
            var perSecond = (await api.LoadAsync(256, 1, duration)).EventsPerSecond;
            await api.LoadAsync(BatchConnections, PgBench.EventsPerStatement, duration / 3);
            if (perSecond < best * WarmUpGainMin)
                return;
            best = Math.Max(best, perSecond);
        }
    }

    private static async Task BesideYardsticksAsync(
        LedgerPlan plan,
        Figures figures,
        PostgreSqlServer server,
        Contestant[] own,
        byte[] key,
        int database
    )
    {
        var bench = new PgBench(await server.CreateDatabaseAsync(), plan.Wallets);
        await bench.PrepareAsync(LedgerPlan.EntriesPerWallet);
        var port = Contest.FreePort();
        using var plain = ChildProcess.Self([
            "serve-plain",
            port.ToString(CultureInfo.InvariantCulture),
            Convert.ToHexString(key),
        ]);
        await plain.ReadyAsync();
        plain.Ignore();
        var one64 = Contestant.Of(bench, "pgbench, one statement, 64 clients", PgBench.OneStatement, 64);
        var one256 = Contestant.Of(bench, "pgbench, one statement, 256 clients", PgBench.OneStatement, 256);
        var three = Contestant.Of(bench, "pgbench, three statements, 64 clients", PgBench.ThreeStatements, 64);
        var set2 = Contestant.Of(
            bench,
            "pgbench, 500 a statement, 2 clients",
            PgBench.SetBased,
            2,
            PgBench.EventsPerStatement
        );
        var set4 = Contestant.Of(
            bench,
            "pgbench, 500 a statement, 4 clients",
            PgBench.SetBased,
            4,
            PgBench.EventsPerStatement
        );
        var http = new Contestant(
            "ASP.NET Core without a database",
            plain.Id,
            duration => PlainAsync(port, key, duration)
        );
        var yardsticks = new List<Contestant> { one64, one256, three, set2, set4, http };
        if (plan.PgLedger is { } path)
        {
            await bench.PreparePgLedgerAsync(path);
            yardsticks.Add(new Contestant("pgledger, 16 clients", null, duration => bench.TransferAsync(16, duration)));
        }

        await http.Run(plan.Warmup);
        await one64.Run(plan.Duration);
        await Contestant.TakeTurnsAsync(
            [one64, own[0], one256, own[1], set2, own[2], .. yardsticks.Except([one64, one256, set2])],
            database,
            plan.Rounds,
            plan.Duration
        );
        foreach (var contestant in yardsticks)
            Add(figures, contestant);
        var best = new[] { one64, one256 }.MaxBy(one => one.Median.PerSecond)!;
        Compare(figures, own[0], best, 1.5);
        Compare(figures, own[1], best, 2.0);
        Compare(figures, own[2], new[] { set2, set4 }.MaxBy(set => set.Median.PerSecond)!, 0.8);
    }

    /// <summary>Throughput, latency and processor time of the median round.</summary>
    public static void Add(Figures figures, Contestant contestant)
    {
        var median = contestant.Median;
        figures.Add(contestant.Name, median.PerSecond, "events/s");
        if (median.Load is { } load)
        {
            figures.Add($"{contestant.Name}: p50", load.P50 / 1000.0, "ms");
            figures.Add($"{contestant.Name}: p99", load.P99 / 1000.0, "ms");
            figures.Add($"{contestant.Name}: p99.9", load.P999 / 1000.0, "ms");
            figures.Add($"{contestant.Name}: API", median.ApiMicroseconds, "us/event");
            figures.Add($"{contestant.Name}: load generator", load.CpuSeconds * 1e6 / load.Events, "us/event");
        }
        if (median.DatabaseMicroseconds > 0)
            figures.Add($"{contestant.Name}: database", median.DatabaseMicroseconds, "us/event");
    }

    private static void Compare(Figures figures, Contestant ours, Contestant yardstick, double goal) =>
        figures.Compare(
            $"{ours.Name}, against its yardstick",
            ours.Median.PerSecond,
            "events/s",
            yardstick.Name,
            yardstick.Median.PerSecond,
            goal
        );

    /// <summary>Requests come at equal intervals, and one that is late counts from when it was due.</summary>
    private static async Task LatencyAsync(LedgerPlan plan, Figures figures, ApiProcess api, double rate)
    {
        var rounds = new List<WebhookResult>();
        for (var i = 0; i < plan.Rounds; i++)
        {
            rounds.Add(await api.LoadAsync(256, 1, plan.Duration, rate));
            Console.WriteLine(
                $"at {rate:N0} events/s   p50 {rounds[^1].P50 / 1000.0:N1} ms, p99 {rounds[^1].P99 / 1000.0:N1} ms"
            );
        }
        var median = rounds.OrderBy(round => round.P99).ElementAt(rounds.Count / 2);
        figures.Add($"at half the peak ({rate:N0} events/s): p50", median.P50 / 1000.0, "ms");
        figures.AtMost("at half the peak: p99", median.P99 / 1000.0, "ms", LatencyMillisecondsMax);
        figures.Add("at half the peak: p99.9", median.P999 / 1000.0, "ms");
    }

    /// <summary>Signed events to the server that keeps nothing.</summary>
    internal static async Task<Work> PlainAsync(int port, byte[] key, TimeSpan duration)
    {
        var plan = new WebhookPlan(
            port,
            PlainServer.Path,
            key,
            "/load/plain",
            1_000,
            64,
            1,
            duration,
            ChecksReceipts: false
        );
        return Work.Of(await ApiProcess.LoadAsync(plan));
    }
}
