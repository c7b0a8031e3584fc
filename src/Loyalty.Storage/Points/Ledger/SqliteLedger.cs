using System.Data.Common;
using Loyalty.Domain;
using Microsoft.Data.Sqlite;

namespace Loyalty.Storage.Points.Ledger;

/// <summary><c>json_each</c> in a <c>BEGIN IMMEDIATE</c> transaction, which is how SQLite locks.</summary>
internal sealed class SqliteLedger(string connectionString) : JsonLedger
{
    private readonly string connectionString = new SqliteConnectionStringBuilder(connectionString)
    {
        // A connection of its own, so that its statements stay prepared.
        Pooling = false,
    }.ConnectionString;

    protected override DbConnection Connect() => new SqliteConnection(connectionString);

    protected override async Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var pragma = connection.CreateCommand();
        // FULL: a commit is on the disk before it is acknowledged, also with the write-ahead log.
        pragma.CommandText = "PRAGMA synchronous = FULL";
        await pragma.ExecuteNonQueryAsync(cancellationToken);
    }

    private protected override string Statement(LedgerPart part) =>
        part switch
        {
            LedgerPart.Wallets =>
                $"SELECT {LedgerReader.WalletColumns} FROM wallets WHERE wallet_id IN {In("wallets")}",
            LedgerPart.Lots => $"SELECT {LedgerReader.LotColumns} FROM lots "
                + $"WHERE wallet_id IN {In("wallets")} AND points <> 0",
            LedgerPart.Counters => $"SELECT {Prefixed(LedgerReader.CounterColumns)} "
                + "FROM json_each(@counters) k CROSS JOIN cap_counters t "
                + "WHERE t.wallet_id = k.value ->> 0 AND t.cap_id = k.value ->> 1 AND t.period_start = k.value ->> 2",
            LedgerPart.Budgets => $"SELECT {LedgerReader.CounterColumns} FROM cap_counters "
                + $"WHERE wallet_id IN {In("budgets")}",
            LedgerPart.Originals => $"SELECT {Prefixed(LedgerReader.OriginalColumns)} "
                + "FROM json_each(@originals) k CROSS JOIN entries t "
                + "WHERE t.wallet_id = k.value ->> 0 AND t.sequence = k.value ->> 1",
            LedgerPart.Holds => $"SELECT {Prefixed(LedgerReader.HoldColumns)} "
                + "FROM json_each(@holds) k CROSS JOIN holds t "
                + "WHERE t.wallet_id = k.value ->> 0 AND t.hold_id = k.value ->> 1",
            LedgerPart.Events => $"SELECT {LedgerReader.EventColumns} FROM partner_events "
                + $"WHERE event_key IN {In("events")}",
            LedgerPart.Operations => $"SELECT {LedgerReader.OperationColumns} FROM operations "
                + $"WHERE operation_key IN {In("operations")}",
            LedgerPart.Households => $"SELECT {LedgerReader.HouseholdColumns} FROM households "
                + $"WHERE id IN {In("households")}",
            _ => throw new InvalidOperationException(),
        };

    private protected override string Statement(Rows rows)
    {
        var names = string.Join(", ", rows.Columns.Select(column => column.Name));
        var values = string.Join(", ", rows.Columns.Select((column, i) => $"{Value(column, i)} AS {column.Name}"));
        var source = $"SELECT {values} FROM json_each(@{rows.Name}) e";
        var keys = rows.Keys.Select(column => column.Name).ToArray();
        return rows.Mode switch
        {
            RowsMode.Insert => $"INSERT INTO {rows.Table} ({names}) {source}",
            // WHERE true: without it the parser would take ON for a join's.
            RowsMode.Upsert => $"INSERT INTO {rows.Table} ({names}) {source} WHERE true "
                + $"ON CONFLICT ({string.Join(", ", keys)}) DO UPDATE SET "
                + string.Join(", ", rows.Others.Select(column => $"{column.Name} = excluded.{column.Name}")),
            RowsMode.Add => $"INSERT INTO {rows.Table} AS t ({names}) {source} WHERE true "
                + $"ON CONFLICT ({string.Join(", ", keys)}) DO UPDATE SET "
                + string.Join(
                    ", ",
                    rows.Others.Select(column => $"{column.Name} = t.{column.Name} + excluded.{column.Name}")
                ),
            RowsMode.Update => $"UPDATE {rows.Table} AS t SET "
                + string.Join(", ", rows.Others.Select(column => $"{column.Name} = v.{column.Name}"))
                + $" FROM ({source}) AS v WHERE "
                + string.Join(" AND ", keys.Select(key => $"t.{key} = v.{key}")),
            _ => throw new InvalidOperationException(),
        };
    }

    protected override object WriteInstant(DateTimeOffset instant) => instant.ToUnixTimeMicroseconds();

    protected override DateTimeOffset ReadInstant(DbDataReader reader, int column) =>
        Clock.FromUnixTimeMicroseconds(reader.GetInt64(column));

    private static string In(string parameter) => $"(SELECT value FROM json_each(@{parameter}))";

    private static string Value(Column column, int index) =>
        column.Type == ColumnType.Bytes ? $"unhex(e.value ->> {index})" : $"e.value ->> {index}";
}
