using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Loyalty.Api;
using Loyalty.Application.Points;
using Loyalty.Application.Points.Ledger;
using Loyalty.Benchmarks.Load;
using Loyalty.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>
/// Writing down what lapsed in every wallet at once, on PostgreSQL: time, memory and processor time; what a second run takes that finds
/// nothing; and what the index over the days of lots costs the statement that every event needs.
/// </summary>
public static class ExpiryBenchmark
{
    private const int LotsPerStatement = 50;
    private const int Statements = 1_000;
    private const double MemoryMax = 300; // MB

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (arguments.Any(argument => argument != "--small"))
            throw new ArgumentException("The only option is --small.", nameof(arguments));
        if (PostgreSqlServer.WhyMissing is { } missing)
            throw new InvalidOperationException(missing);
        var wallets = arguments.Contains("--small") ? 20_000 : 1_000_000;
        var figures = new Figures();
        await using var server = await PostgreSqlServer.StartAsync(
            new PostgreSqlOptions(Durable: true, MaxConnections: 100, ["shared_buffers=4GB", "max_wal_size=8GB"])
        );
        var club = await LoadedClub.CreateAsync(
            "PostgreSql",
            await server.CreateDatabaseAsync(),
            wallets,
            LedgerPlan.EntriesPerWallet
        );
        await IndexAsync(club, figures);
        var first = await ExpireAsync(club);
        figures.Add("wallets with points that lapsed", first.Wallets, "wallets");
        figures.Add("points written down as lapsed", first.Points, "points");
        figures.Add("lapsed wallets a second", first.Wallets / first.Seconds, "wallets/s");
        figures.Add("the whole run", first.Seconds, "s");
        figures.Add("processor time a wallet, program", first.CpuSeconds * 1e6 / first.Wallets, "us");
        figures.AtMost("memory at the most", first.PeakMegabytes, "MB", MemoryMax);
        var second = await ExpireAsync(club);
        figures.Add("a second run, which finds nothing", second.Seconds, "s");
        if (first.Wallets != wallets || second.Wallets != 0)
            throw new InvalidOperationException($"{first.Wallets} and {second.Wallets} of {wallets} wallets lapsed.");
        await ApiProcess.VerifyAsync(club);
        return figures.Print(Console.Out) ? 0 : 1;
    }

    /// <summary>The program that expires: a host whose clock is years ahead. Prints what it took.</summary>
    public static async Task ServeAsync(string connectionString)
    {
        await using var app = LoyaltyHost.Build(
            [
                "--urls=http://127.0.0.1:0",
                "--Database:Provider=PostgreSql",
                $"--Database:ConnectionString={connectionString}",
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<TimeProvider>(new LaterClock());
            }
        );
        var ledger = app.Services.GetRequiredService<LedgerWriter>();
        await ledger.StartAsync(default);
        var watch = Stopwatch.StartNew();
        var report = await app.Services.GetRequiredService<ExpirePoints>().ExecuteAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        await ledger.StopAsync(default);
        var own = Environment.ProcessId;
        var (_, peak) = ProcessUse.Memory(own);
        Console.WriteLine(
            JsonSerializer.Serialize(
                new ExpiryRun(report!.Wallets, report.Points, seconds, ProcessUse.CpuSeconds(own), peak)
            )
        );
    }

    private static async Task<ExpiryRun> ExpireAsync(LoadedClub club)
    {
        using var run = ChildProcess.Self(["expire", club.ConnectionString]);
        return JsonSerializer.Deserialize<ExpiryRun>(await run.OutputAsync())!;
    }

    /// <summary>The ledger's own upsert of lots that exist, in turns with the index and without.</summary>
    private static async Task IndexAsync(LoadedClub club, Figures figures)
    {
        await using var source = NpgsqlDataSource.Create(club.ConnectionString);
        var times = (With: new List<double>(), Without: new List<double>());
        double inPlace = 0;
        for (var round = 0; round < 3; round++)
        {
            await ExecuteAsync(
                source,
                "create index if not exists ix_lots_expires_on_wallet_id on lots (expires_on, wallet_id)"
            );
            var (seconds, share) = await UpsertAsync(source);
            times.With.Add(seconds);
            inPlace = share;
            await ExecuteAsync(source, "drop index ix_lots_expires_on_wallet_id");
            times.Without.Add((await UpsertAsync(source)).Seconds);
        }
        await ExecuteAsync(source, "create index ix_lots_expires_on_wallet_id on lots (expires_on, wallet_id)");
        const double lots = (double)LotsPerStatement * Statements / 1e6;
        figures.Add(
            "upsert of a lot, with the index over days",
            times.With.Order().ElementAt(1) / lots,
            "us",
            "without it",
            times.Without.Order().ElementAt(1) / lots
        );
        figures.Add("rows changed in place (HOT), with the index", inPlace * 100, "%");
    }

    private static async Task<(double Seconds, double InPlace)> UpsertAsync(NpgsqlDataSource source)
    {
        await ExecuteAsync(source, "vacuum lots");
        await ExecuteAsync(source, "select pg_stat_reset_single_table_counters('lots'::regclass)");
        await using var connection = await source.OpenConnectionAsync();
        var wallets = new List<Guid[]>();
        await using (var pick = connection.CreateCommand())
        {
            pick.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"select wallet_id from wallets order by hashtext(wallet_id::text) limit {LotsPerStatement * Statements}"
            );
            pick.CommandTimeout = 600;
            await using var reader = await pick.ExecuteReaderAsync();
            var all = new List<Guid>();
            while (await reader.ReadAsync())
                all.Add(reader.GetGuid(0));
            wallets.AddRange(all.Chunk(LotsPerStatement));
        }
        await using var upsert = connection.CreateCommand();
        upsert.CommandText = """
            insert into lots (wallet_id, expires_on, activates_on, funder, points, held)
            select l.wallet_id, l.expires_on, l.activates_on, l.funder, l.points, l.held
            from unnest($1) as k(wallet_id)
            cross join lateral (select * from lots where wallet_id = k.wallet_id order by expires_on limit 1) l
            on conflict (wallet_id, expires_on, activates_on, funder) do update
            set points = excluded.points, held = excluded.held
            """;
        upsert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = wallets[0] });
        await upsert.PrepareAsync();
        var watch = Stopwatch.StartNew();
        foreach (var some in wallets)
        {
            ((NpgsqlParameter<Guid[]>)upsert.Parameters[0]).TypedValue = some;
            await upsert.ExecuteNonQueryAsync();
        }
        var seconds = watch.Elapsed.TotalSeconds * Statements / wallets.Count;
        await ExecuteAsync(source, "select pg_stat_force_next_flush()");
        await using var stat = source.CreateCommand(
            "select coalesce(n_tup_hot_upd::float8 / nullif(n_tup_upd, 0), 0) from pg_stat_user_tables where relname = 'lots'"
        );
        return (seconds, Convert.ToDouble(await stat.ExecuteScalarAsync(), CultureInfo.InvariantCulture));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string statement)
    {
        await using var command = source.CreateCommand(statement);
        command.CommandTimeout = 3_600;
        await command.ExecuteNonQueryAsync();
    }

    private sealed record ExpiryRun(long Wallets, long Points, double Seconds, double CpuSeconds, double PeakMegabytes);

    /// <summary>After all that the club's members have earned has lapsed.</summary>
    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddMonths(LoadedClub.ExpiryMonths + 2);
    }
}
