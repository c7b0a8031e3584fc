using System.Data.Common;
using Loyalty.Storage;
using Loyalty.Storage.Points.Ledger;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>On a fresh database, whose planner knows nothing, the statements of the hot path go by key all the same.</summary>
public sealed class LedgerPlansTests
{
    private static readonly string[] Tables =
    [
        "wallets",
        "lots",
        "entries",
        "cap_counters",
        "holds",
        "partner_events",
        "operations",
        "households",
    ];

    private static readonly string[] Parameters =
    [
        "@wallets",
        "@counters",
        "@budgets",
        "@originals",
        "@holds",
        "@events",
        "@operations",
        "@households",
    ];

    /// <summary>One a table, and two for the counts: those of the wallets, and those that all members share.</summary>
    private static readonly int StatementCount = Tables.Length + 1;

    [Fact]
    public async Task PostgreSql_finds_what_a_batch_needs_by_key()
    {
        DatabaseTests.SkipWhereMissing(Testing.DatabaseProvider.PostgreSql);
        await using var club = await Club.StartAsync(Testing.DatabaseProvider.PostgreSql);
        await using var dialect = Dialect(club, Storage.DatabaseProvider.PostgreSql);
        // The writers' own connection: how it plans is part of what is tested.
        await using var transaction = await dialect.BeginAsync(CancellationToken.None);
        var plans = new List<string>();
        foreach (var statement in Statements(dialect))
        {
            await using var command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "EXPLAIN " + WithValues(statement);
            plans.Add(await TextAsync(command, column: 0));
        }

        plans.Count.ShouldBe(StatementCount);
        foreach (var plan in plans)
        {
            plan.ShouldNotContain("Seq Scan");
            plan.ShouldContain("Index");
        }
    }

    [Fact]
    public async Task Sqlite_finds_what_a_batch_needs_by_key()
    {
        await using var club = await Club.StartAsync(Testing.DatabaseProvider.Sqlite);
        await using var dialect = Dialect(club, Storage.DatabaseProvider.Sqlite);
        await using var transaction = await dialect.BeginAsync(CancellationToken.None);
        var count = 0;
        foreach (var statement in Statements(dialect))
        {
            await using var command = (SqliteCommand)transaction.Connection!.CreateCommand();
            command.Transaction = (SqliteTransaction)transaction;
            command.CommandText = "EXPLAIN QUERY PLAN " + statement;
            foreach (var name in Parameters)
            {
                command.Parameters.AddWithValue(name, "[]");
            }

            var plan = await TextAsync(command, column: 3);
            foreach (var table in Tables)
            {
                plan.ShouldNotContain($"SCAN {table}");
            }

            plan.ShouldNotContain("SCAN t\n");
            plan.ShouldContain("SEARCH");
            count++;
        }

        count.ShouldBe(StatementCount);
    }

    private static LedgerDialect Dialect(Club club, Storage.DatabaseProvider provider) =>
        LedgerDialect.Create(
            new DatabaseOptions { Provider = provider, ConnectionString = club.Database.ConnectionString }
        );

    private static string[] Statements(LedgerDialect dialect) =>
        dialect.LoadText.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string WithValues(string statement) =>
        statement
            .Replace("@wallets", Uuids, StringComparison.Ordinal)
            .Replace("@counter_wallets", Uuids, StringComparison.Ordinal)
            .Replace("@counter_caps", Uuids, StringComparison.Ordinal)
            .Replace(
                "@counter_days",
                "(SELECT array_agg(DATE '2026-01-01' + g) FROM generate_series(1, 500) g)::date[]",
                StringComparison.Ordinal
            )
            .Replace("@budgets", Uuids, StringComparison.Ordinal)
            .Replace("@original_wallets", Uuids, StringComparison.Ordinal)
            .Replace(
                "@original_sequences",
                "(SELECT array_agg(g::bigint) FROM generate_series(1, 500) g)::bigint[]",
                StringComparison.Ordinal
            )
            .Replace("@hold_wallets", Uuids, StringComparison.Ordinal)
            .Replace("@hold_ids", Uuids, StringComparison.Ordinal)
            .Replace("@operations", Uuids, StringComparison.Ordinal)
            .Replace("@households", Uuids, StringComparison.Ordinal)
            .Replace("@events", Uuids, StringComparison.Ordinal);

    // Not known when the plan is made, as with a parameter.
    private const string Uuids = "(SELECT array_agg(gen_random_uuid()) FROM generate_series(1, 500))::uuid[]";

    private static async Task<string> TextAsync(DbCommand command, int column)
    {
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(column));
        }

        return string.Join('\n', lines) + "\n";
    }
}
