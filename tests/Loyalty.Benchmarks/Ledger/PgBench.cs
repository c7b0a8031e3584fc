using System.Globalization;
using System.Text.RegularExpressions;
using Loyalty.Benchmarks.Load;
using Npgsql;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>
/// Yardsticks: how fast the same PostgreSQL server takes an entry, a lot and a balance when a client does nothing else. No rules, no
/// check for repeats, no explanation, no hash, no HTTP. Clients are pgbench's, with prepared statements.
/// </summary>
internal sealed partial class PgBench(string connectionString, int wallets)
{
    public const int EventsPerStatement = 500;

    /// <summary>Making connections is part of pgbench's time, but not of its speed.</summary>
    private const int ConnectionsPerSecondMin = 50;

    private const string Draw = "\\set w random(1, :wallets)\n\\set p random(1, 500)\n\\set d random(0, 1)\n";

    private const string Lot =
        "on conflict (wallet, expires_on) do update set points = y_lots.points + excluded.points";

    public static readonly string ThreeStatements =
        Draw
        + "begin;\n"
        + "insert into y_entries (wallet, points) values (:w, :p);\n"
        + $"insert into y_lots (wallet, expires_on, points) values (:w, date '2028-12-31' + :d * 365, :p) {Lot};\n"
        + "update y_wallets set balance = balance + :p where wallet = :w;\n"
        + "commit;\n";

    public static readonly string OneStatement =
        Draw
        + "with e as (insert into y_entries (wallet, points) values (:w, :p)), "
        + $"l as (insert into y_lots (wallet, expires_on, points) values (:w, date '2028-12-31' + :d * 365, :p) {Lot}) "
        + "update y_wallets set balance = balance + :p where wallet = :w;\n";

    /// <summary>In the order of the wallets, so that two statements cannot wait for each other.</summary>
    public static readonly string SetBased =
        Draw
        + "with v as materialized (select (:w + i * :step) % :wallets + 1 as wallet, (:p + i) as points, "
        + $"date '2028-12-31' + (i % 2) * 365 as expires_on from generate_series(1, {EventsPerStatement}) i order by 1), "
        + "e as (insert into y_entries (wallet, points) select wallet, points from v), "
        + $"l as (insert into y_lots (wallet, expires_on, points) select wallet, expires_on, points from v {Lot}) "
        + "update y_wallets w set balance = w.balance + v.points from v where w.wallet = v.wallet;\n";

    private const string Transfer =
        "\\set a random(1, 5000)\n\\set b random(5001, 10000)\n\\set p random(1, 500)\n"
        + "select pgledger_create_transfer((select id from y_accounts where n = :a), (select id from y_accounts where n = :b), :p);\n";

    [GeneratedRegex(
        @"^tps = (?<value>[0-9.]+)",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Speed { get; }

    [GeneratedRegex(
        "actually processed: (?<value>[0-9]+)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Count { get; }

    /// <param name="entriesPerWallet">as long as the history of the club's wallets.</param>
    public async Task PrepareAsync(int entriesPerWallet)
    {
        await ExecuteAsync(
            $"""
            create table y_wallets (wallet bigint primary key, balance bigint not null);
            create table y_lots (wallet bigint, expires_on date, points bigint not null, primary key (wallet, expires_on));
            create table y_entries (wallet bigint, number bigint generated always as identity, points bigint not null,
                recorded_at timestamptz not null default now(), primary key (wallet, number));
            insert into y_wallets select n, 0 from generate_series(1, {wallets}) n;
            insert into y_lots select n, date '2028-12-31' + l * 365, 0 from generate_series(1, {wallets}) n, generate_series(0, 1) l;
            insert into y_entries (wallet, points) select n, 100 from generate_series(1, {entriesPerWallet}) i, generate_series(1, {wallets}) n;
            """
        );
        await ExecuteAsync("vacuum analyze");
        // As after the club's: what is written to a page for the first time after it costs more.
        await ExecuteAsync("checkpoint");
    }

    /// <summary>Loads pgledger (https://github.com/pgr0ss/pgledger) and makes 10,000 accounts.</summary>
    /// <param name="path">of <c>pgledger.sql</c>.</param>
    public async Task PreparePgLedgerAsync(string path)
    {
        await ExecuteAsync(await File.ReadAllTextAsync(path));
        await ExecuteAsync(
            """
            create table y_accounts as
              select n, (select id from pgledger_create_account('account ' || n, 'POINTS')) as id from generate_series(1, 10000) n;
            alter table y_accounts add primary key (n);
            """
        );
        await ExecuteAsync("vacuum analyze");
    }

    public Task<Work> TransferAsync(int clients, TimeSpan duration) => RunAsync(Transfer, clients, duration);

    public async Task<Work> RunAsync(string script, int clients, TimeSpan duration, int eventsPerTransaction = 1)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, script);
            var to = new NpgsqlConnectionStringBuilder(connectionString);
            string[] server = ["-h", to.Host!, "-p", Text(to.Port), "-U", to.Username!];
            string[] load =
            [
                "-c",
                Text(clients),
                "-j",
                "2",
                "-T",
                Text((int)duration.TotalSeconds + clients / ConnectionsPerSecondMin),
                "-f",
                file,
            ];
            string[] variables =
            [
                "-D",
                $"wallets={wallets}",
                "-D",
                $"step={Math.Max(1, wallets / EventsPerStatement - 1)}",
            ];
            using var pgbench = ChildProcess.Start(
                "pgbench",
                [.. server, .. load, .. variables, "-n", "-M", "prepared", "--max-tries=10", to.Database!],
                ("PGPASSWORD", to.Password!)
            );
            var output = await pgbench.OutputAsync();
            return (Speed.Match(output), Count.Match(output)) is ({ Success: true } speed, { Success: true } count)
                ? new Work(
                    double.Parse(speed.Groups["value"].ValueSpan, CultureInfo.InvariantCulture) * eventsPerTransaction,
                    double.Parse(count.Groups["value"].ValueSpan, CultureInfo.InvariantCulture) * eventsPerTransaction,
                    Load: null
                )
                : throw new InvalidOperationException($"pgbench gave no speed:\n{output}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task ExecuteAsync(string statements)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(statements);
        command.CommandTimeout = 3_600;
        await command.ExecuteNonQueryAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
