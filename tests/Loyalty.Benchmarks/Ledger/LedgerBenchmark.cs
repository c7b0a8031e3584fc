using System.Diagnostics;
using System.Globalization;
using Loyalty.Benchmarks.Load;
using Loyalty.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>
/// The ledger under load from signed webhooks, beside its yardsticks on the same server: throughput, latency, processor time, memory,
/// growth. Parts may be named (<c>contest</c>, <c>growth</c>, <c>sqlite</c>); all run without.
/// </summary>
public static class LedgerBenchmark
{
    /// <summary>What a server of its own would be given on a machine with 16 GB; commits are flushed to the disk. The yardsticks run on
    /// the same one.</summary>
    private static readonly string[] ServerSettings =
    [
        "shared_buffers=4GB",
        "effective_cache_size=12GB",
        "max_wal_size=8GB",
        // A server that has run for a while writes into files that it has; a new one makes each, for some 100 ms in which nobody commits.
        "min_wal_size=4GB",
        "checkpoint_timeout=15min",
    ];

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var plan = LedgerPlan.Read(arguments);
        var figures = new Figures();
        if (plan.Has("contest") || plan.Has("growth"))
            await PostgreSqlAsync(plan, figures);
        if (plan.Has("sqlite"))
            await SqliteAsync(plan, figures);
        return figures.Print(Console.Out) ? 0 : 1;
    }

    private static async Task PostgreSqlAsync(LedgerPlan plan, Figures figures)
    {
        if (PostgreSqlServer.WhyMissing is { } missing)
            throw new InvalidOperationException(missing);
        await using var server = await PostgreSqlServer.StartAsync(
            new PostgreSqlOptions(Durable: true, MaxConnections: 600, ServerSettings)
        );
        var database = await FirstProcessAsync(server.ConnectionString);
        var large = await CreateAsync(server, plan.Wallets, LedgerPlan.EntriesPerWallet);
        using var api = await ApiProcess.StartAsync(large);
        if (plan.Has("contest"))
            await LedgerContest.RunAsync(plan, figures, server, api, database);
        if (plan.Has("growth"))
            await GrowthAsync(plan, figures, server, api, database);
    }

    private static async Task GrowthAsync(
        LedgerPlan plan,
        Figures figures,
        PostgreSqlServer server,
        ApiProcess large,
        int database
    )
    {
        using var small = await ApiProcess.StartAsync(
            await CreateAsync(server, plan.WalletsFew, LedgerPlan.EntriesPerWallet)
        );
        var watch = Stopwatch.StartNew();
        var long1 = await CreateAsync(server, plan.Wallets, plan.EntriesPerWalletMany);
        figures.Add($"writing {plan.EntriesMany:N0} entries took", watch.Elapsed.TotalSeconds, "s");
        using var longest = await ApiProcess.StartAsync(long1);
        var contestants = new[]
        {
            Contestant.Of(small, $"{plan.WalletsFew:N0} wallets", 256, 1),
            Contestant.Of(large, $"{plan.Wallets:N0} wallets", 256, 1),
            Contestant.Of(longest, $"{plan.Wallets:N0} wallets, {plan.EntriesMany:N0} entries", 256, 1),
        };
        foreach (var api in new[] { small, large, longest })
            await LedgerContest.WarmUpAsync(api, plan.Warmup);
        await Contestant.TakeTurnsAsync(contestants, database, plan.Rounds, plan.Duration);
        var few = contestants[0].Median;
        foreach (var contestant in contestants[1..])
        {
            figures.Compare(
                $"single events, {contestant.Name}",
                contestant.Median.PerSecond,
                "events/s",
                contestants[0].Name,
                few.PerSecond,
                goal: 0.85
            );
            figures.Add(
                $"database time an event, {contestant.Name}",
                contestant.Median.DatabaseMicroseconds,
                "us",
                contestants[0].Name,
                few.DatabaseMicroseconds
            );
        }
        foreach (var api in new[] { small, longest })
            await LedgerCheck.RunAsync(api, LedgerPlan.WalletsVerifiedMax);
    }

    private static async Task SqliteAsync(LedgerPlan plan, Figures figures)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-ledger-benchmark-");
        try
        {
            var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.FullName, "club.db") };
            var watch = Stopwatch.StartNew();
            var club = await LoadedClub.CreateAsync(
                "Sqlite",
                file.ConnectionString,
                plan.WalletsSqlite,
                LedgerPlan.EntriesPerWallet
            );
            Console.WriteLine($"SQLite: {plan.WalletsSqlite:N0} wallets written in {watch.Elapsed.TotalSeconds:N0} s");
            using var api = await ApiProcess.StartAsync(club);
            var contestants = new[]
            {
                Contestant.Of(api, "SQLite, single events, 64 connections", 64, 1),
                Contestant.Of(api, "SQLite, 500 events a request", 4, 500),
            };
            await LedgerContest.WarmUpAsync(api, plan.Warmup);
            await Contestant.TakeTurnsAsync(contestants, database: null, plan.Rounds, plan.Duration);
            foreach (var contestant in contestants)
                LedgerContest.Add(figures, contestant);
            await LedgerCheck.RunAsync(api, LedgerPlan.WalletsVerifiedMax);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<LoadedClub> CreateAsync(PostgreSqlServer server, int wallets, int entriesPerWallet)
    {
        var watch = Stopwatch.StartNew();
        var connectionString = await server.CreateDatabaseAsync();
        var club = await LoadedClub.CreateAsync("PostgreSql", connectionString, wallets, entriesPerWallet);
        Console.WriteLine(
            $"{wallets:N0} wallets with {entriesPerWallet} entries each written in {watch.Elapsed.TotalSeconds:N0} s"
        );
        return club;
    }

    /// <summary>Of the database server, whose children do the work.</summary>
    internal static async Task<int> FirstProcessAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("select pg_backend_pid()");
        return ProcessUse.Parent(Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture));
    }
}
