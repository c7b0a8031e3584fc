using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;

namespace Loyalty.Storage.Points.Ledger;

/// <summary><c>OPENJSON</c>; rows locked with <c>UPDLOCK</c>, in the order in which the ids are handed in.</summary>
internal sealed class SqlServerLedger(string connectionString) : JsonLedger
{
    // The ids drive and the tables are looked up by key, whatever the statistics say.
    private const string ByKey = "OPTION (FORCE ORDER, LOOP JOIN)";

    protected override DbConnection Connect() => new SqlConnection(connectionString);

    protected override async Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var setting = connection.CreateCommand();
        // Any error ends the transaction: half a batch is never committed.
        setting.CommandText = "SET XACT_ABORT ON; SET NOCOUNT ON";
        await setting.ExecuteNonQueryAsync(cancellationToken);
    }

    private protected override string Statement(LedgerPart part) =>
        part switch
        {
            LedgerPart.Wallets => $"SELECT {Prefixed(LedgerReader.WalletColumns)} FROM {Ids("wallets")} "
                + $"JOIN wallets t WITH (UPDLOCK, ROWLOCK) ON t.wallet_id = k.id {ByKey}",
            LedgerPart.Lots => $"SELECT {Prefixed(LedgerReader.LotColumns)} FROM {Ids("wallets")} "
                + $"JOIN lots t WITH (UPDLOCK, ROWLOCK) ON t.wallet_id = k.id AND t.points <> 0 {ByKey}",
            LedgerPart.Counters => $"SELECT {Prefixed(LedgerReader.CounterColumns)} "
                + "FROM OPENJSON(@counters) WITH (wallet_id uniqueidentifier '$[0]', cap_id uniqueidentifier '$[1]', "
                + "period_start date '$[2]') k JOIN cap_counters t WITH (UPDLOCK, ROWLOCK) ON t.wallet_id = k.wallet_id "
                + $"AND t.cap_id = k.cap_id AND t.period_start = k.period_start {ByKey}",
            LedgerPart.Budgets => $"SELECT {Prefixed(LedgerReader.CounterColumns)} FROM {Ids("budgets")} "
                + $"JOIN cap_counters t WITH (UPDLOCK, ROWLOCK) ON t.wallet_id = k.id {ByKey}",
            LedgerPart.Originals => $"SELECT {Prefixed(LedgerReader.OriginalColumns)} "
                + "FROM OPENJSON(@originals) WITH (wallet_id uniqueidentifier '$[0]', sequence bigint '$[1]') k "
                + $"JOIN entries t ON t.wallet_id = k.wallet_id AND t.sequence = k.sequence {ByKey}",
            LedgerPart.Holds => $"SELECT {Prefixed(LedgerReader.HoldColumns)} "
                + "FROM OPENJSON(@holds) WITH (wallet_id uniqueidentifier '$[0]', hold_id uniqueidentifier '$[1]') k "
                + $"JOIN holds t ON t.wallet_id = k.wallet_id AND t.hold_id = k.hold_id {ByKey}",
            LedgerPart.Events => $"SELECT {Prefixed(LedgerReader.EventColumns)} FROM {Ids("events")} "
                + $"JOIN partner_events t WITH (UPDLOCK, ROWLOCK) ON t.event_key = k.id {ByKey}",
            LedgerPart.Operations => $"SELECT {Prefixed(LedgerReader.OperationColumns)} FROM {Ids("operations")} "
                + $"JOIN operations t WITH (UPDLOCK, ROWLOCK) ON t.operation_key = k.id {ByKey}",
            // REPEATABLEREAD: whoever changes one waits until the batch has committed.
            LedgerPart.Households => $"SELECT {Prefixed(LedgerReader.HouseholdColumns)} FROM {Ids("households")} "
                + $"JOIN households t WITH (REPEATABLEREAD, ROWLOCK) ON t.id = k.id {ByKey}",
            _ => throw new InvalidOperationException(),
        };

    private protected override string Statement(Rows rows)
    {
        var names = string.Join(", ", rows.Columns.Select(column => column.Name));
        var values = string.Join(", ", rows.Columns.Select(Value));
        var schema = string.Join(
            ", ",
            rows.Columns.Select((column, i) => $"{column.Name} {TypeOf(column.Type)} '$[{i}]'")
        );
        var source = $"SELECT {values} FROM OPENJSON(@{rows.Name}) WITH ({schema})";
        var match = string.Join(" AND ", rows.Keys.Select(column => $"t.{column.Name} = v.{column.Name}"));
        var set = string.Join(", ", rows.Others.Select(column => $"{column.Name} = v.{column.Name}"));
        var sum = string.Join(", ", rows.Others.Select(column => $"{column.Name} = t.{column.Name} + v.{column.Name}"));
        return rows.Mode switch
        {
            // Only with an order do the numbers of an identity column follow it; the other databases insert rows as they come.
            RowsMode.Insert => $"INSERT INTO {rows.Table} ({names}) {source}"
                + (rows.Order is { } order ? $" ORDER BY {order}" : ""),
            RowsMode.Update => $"UPDATE t SET {set} FROM ({source}) v JOIN {rows.Table} t ON {match} {ByKey}",
            // HOLDLOCK: without it two MERGE of the same new key can both find nothing.
            RowsMode.Upsert or RowsMode.Add =>
                $"MERGE {rows.Table} WITH (HOLDLOCK) AS t USING ({source}) AS v ON {match} "
                    + $"WHEN MATCHED THEN UPDATE SET {(rows.Mode == RowsMode.Add ? sum : set)} "
                    + $"WHEN NOT MATCHED THEN INSERT ({names}) VALUES ({string.Join(", ", rows.Columns.Select(column => $"v.{column.Name}"))});",
            _ => throw new InvalidOperationException(),
        };
    }

    protected override object WriteInstant(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffK", CultureInfo.InvariantCulture);

    protected override DateTimeOffset ReadInstant(DbDataReader reader, int column) =>
        reader.GetFieldValue<DateTimeOffset>(column);

    private static string Ids(string parameter) => $"OPENJSON(@{parameter}) WITH (id uniqueidentifier '$') k";

    private static string Value(Column column) =>
        column.Type == ColumnType.Bytes ? $"CONVERT(varbinary(32), {column.Name}, 2) AS {column.Name}" : column.Name;

    private static string TypeOf(ColumnType type) =>
        type switch
        {
            ColumnType.Uuid => "uniqueidentifier",
            ColumnType.Long => "bigint",
            ColumnType.Int => "int",
            ColumnType.Text => "nvarchar(max)",
            // Hexadecimal digits, because OPENJSON has no bytes.
            ColumnType.Bytes => "varchar(max)",
            ColumnType.Day => "date",
            ColumnType.Instant => "datetimeoffset(6)",
            ColumnType.Decimal => "decimal(19,4)",
            ColumnType.Flag => "bit",
            _ => throw new InvalidOperationException(),
        };
}
