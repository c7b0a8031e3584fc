using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Loyalty.Storage.Points.Ledger;

/// <summary>Arrays and <c>unnest</c>; rows locked with <c>FOR UPDATE</c>.</summary>
internal sealed class PostgreSqlLedger(string connectionString) : LedgerDialect
{
    // Every statement below names rows by key. On a database without statistics the planner would take scans for them, and
    // throughput would fall with the size of the tables. So the plans do not depend on the values either, and are made once.
    private const string PlanByKey =
        "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan";

    private readonly string connectionString = WithPlans(connectionString);

    protected override DbConnection Connect() => new NpgsqlConnection(connectionString);

    protected override Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    private protected override string Statement(LedgerPart part) =>
        part switch
        {
            LedgerPart.Wallets => $"SELECT {LedgerReader.WalletColumns} FROM wallets "
                + "WHERE wallet_id = ANY(@wallets) ORDER BY wallet_id FOR UPDATE",
            LedgerPart.Lots => $"SELECT {LedgerReader.LotColumns} FROM lots "
                + "WHERE wallet_id = ANY(@wallets) AND points <> 0",
            LedgerPart.Counters => $"SELECT {Prefixed(LedgerReader.CounterColumns)} "
                + "FROM unnest(@counter_wallets, @counter_caps, @counter_days) AS k(wallet_id, cap_id, period_start) "
                + "JOIN cap_counters t ON t.wallet_id = k.wallet_id AND t.cap_id = k.cap_id "
                + "AND t.period_start = k.period_start",
            LedgerPart.Budgets => $"SELECT {LedgerReader.CounterColumns} FROM cap_counters "
                + "WHERE wallet_id = ANY(@budgets) ORDER BY wallet_id FOR UPDATE",
            LedgerPart.Originals => $"SELECT {Prefixed(LedgerReader.OriginalColumns)} "
                + "FROM unnest(@original_wallets, @original_sequences) AS k(wallet_id, sequence) "
                + "JOIN entries t ON t.wallet_id = k.wallet_id AND t.sequence = k.sequence",
            LedgerPart.Holds => $"SELECT {Prefixed(LedgerReader.HoldColumns)} "
                + "FROM unnest(@hold_wallets, @hold_ids) AS k(wallet_id, hold_id) "
                + "JOIN holds t ON t.wallet_id = k.wallet_id AND t.hold_id = k.hold_id",
            LedgerPart.Events => $"SELECT {LedgerReader.EventColumns} FROM partner_events "
                + "WHERE event_key = ANY(@events) ORDER BY event_key FOR UPDATE",
            LedgerPart.Operations => $"SELECT {LedgerReader.OperationColumns} FROM operations "
                + "WHERE operation_key = ANY(@operations) ORDER BY operation_key FOR UPDATE",
            LedgerPart.Households => $"SELECT {LedgerReader.HouseholdColumns} FROM households "
                + "WHERE id = ANY(@households) ORDER BY id FOR SHARE",
            _ => throw new InvalidOperationException(),
        };

    private protected override string Statement(Rows rows)
    {
        var names = string.Join(", ", rows.Columns.Select(column => column.Name));
        var arrays = string.Join(", ", rows.Columns.Select(column => $"@{rows.Name}_{column.Name}"));
        var keys = rows.Keys.Select(column => column.Name).ToArray();
        return rows.Mode switch
        {
            RowsMode.Insert => $"INSERT INTO {rows.Table} ({names}) SELECT * FROM unnest({arrays})",
            RowsMode.Upsert => $"INSERT INTO {rows.Table} ({names}) SELECT * FROM unnest({arrays}) "
                + $"ON CONFLICT ({string.Join(", ", keys)}) DO UPDATE SET "
                + string.Join(", ", rows.Others.Select(column => $"{column.Name} = excluded.{column.Name}")),
            RowsMode.Add => $"INSERT INTO {rows.Table} AS t ({names}) SELECT * FROM unnest({arrays}) "
                + $"ON CONFLICT ({string.Join(", ", keys)}) DO UPDATE SET "
                + string.Join(
                    ", ",
                    rows.Others.Select(column => $"{column.Name} = t.{column.Name} + excluded.{column.Name}")
                ),
            RowsMode.Update => $"UPDATE {rows.Table} AS t SET "
                + string.Join(", ", rows.Others.Select(column => $"{column.Name} = v.{column.Name}"))
                + $" FROM unnest({arrays}) AS v({names}) WHERE "
                + string.Join(" AND ", keys.Select(key => $"t.{key} = v.{key}")),
            _ => throw new InvalidOperationException(),
        };
    }

    private protected override void Bind(DbCommand command, LedgerNeeds needs, IReadOnlyList<LedgerPart> parts)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case LedgerPart.Wallets:
                    Add(command, "wallets", NpgsqlDbType.Uuid, needs.Wallets.Select(id => id.Value).ToArray());
                    break;
                case LedgerPart.Counters:
                    // One order for the three arrays.
                    var counters = needs.Counters.ToArray();
                    Add(
                        command,
                        "counter_wallets",
                        NpgsqlDbType.Uuid,
                        counters.Select(key => key.Wallet.Value).ToArray()
                    );
                    Add(command, "counter_caps", NpgsqlDbType.Uuid, counters.Select(key => key.Cap).ToArray());
                    Add(command, "counter_days", NpgsqlDbType.Date, counters.Select(key => key.PeriodStart).ToArray());
                    break;
                case LedgerPart.Budgets:
                    Add(command, "budgets", NpgsqlDbType.Uuid, needs.Budgets.Select(id => id.Value).ToArray());
                    break;
                case LedgerPart.Originals:
                    var originals = needs.Originals;
                    Add(
                        command,
                        "original_wallets",
                        NpgsqlDbType.Uuid,
                        originals.Select(id => id.Wallet.Value).ToArray()
                    );
                    Add(
                        command,
                        "original_sequences",
                        NpgsqlDbType.Bigint,
                        originals.Select(id => id.Sequence).ToArray()
                    );
                    break;
                case LedgerPart.Holds:
                    Add(
                        command,
                        "hold_wallets",
                        NpgsqlDbType.Uuid,
                        needs.Holds.Select(id => id.Wallet.Value).ToArray()
                    );
                    Add(command, "hold_ids", NpgsqlDbType.Uuid, needs.Holds.Select(id => id.Hold.Value).ToArray());
                    break;
                case LedgerPart.Events:
                    Add(command, "events", NpgsqlDbType.Uuid, needs.Events.Select(key => key.Value).ToArray());
                    break;
                case LedgerPart.Operations:
                    Add(command, "operations", NpgsqlDbType.Uuid, needs.Operations.Select(key => key.Value).ToArray());
                    break;
                case LedgerPart.Households:
                    Add(command, "households", NpgsqlDbType.Uuid, needs.Households.Select(id => id.Value).ToArray());
                    break;
            }
        }
    }

    private protected override void Bind(DbCommand command, IReadOnlyList<Rows> tables)
    {
        foreach (var rows in tables)
        {
            foreach (var column in rows.Columns)
            {
                Add(command, $"{rows.Name}_{column.Name}", TypeOf(column.Type), column.Values);
            }
        }
    }

    protected override DateTimeOffset ReadInstant(DbDataReader reader, int column) =>
        reader.GetFieldValue<DateTimeOffset>(column);

    private static string WithPlans(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 2,
            Enlist = false,
        };
        builder.Options = $"{builder.Options} {PlanByKey}".Trim();
        return builder.ConnectionString;
    }

    /// <summary>Parameters stay and get new values. Once the statements are prepared, Npgsql goes on sending the values of the
    /// first parameters, though others of the same names were put in their place.</summary>
    private static void Add(DbCommand command, string name, NpgsqlDbType type, object values)
    {
        var index = command.Parameters.IndexOf(name);
        if (index < 0)
        {
#pragma warning disable S3265 // Npgsql's own way to name an array's type
            command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = values });
#pragma warning restore S3265
            return;
        }

        command.Parameters[index].Value = values;
    }

    private static NpgsqlDbType TypeOf(ColumnType type) =>
        type switch
        {
            ColumnType.Uuid => NpgsqlDbType.Uuid,
            ColumnType.Long => NpgsqlDbType.Bigint,
            ColumnType.Int => NpgsqlDbType.Integer,
            ColumnType.Text => NpgsqlDbType.Text,
            ColumnType.Bytes => NpgsqlDbType.Bytea,
            ColumnType.Day => NpgsqlDbType.Date,
            ColumnType.Instant => NpgsqlDbType.TimestampTz,
            ColumnType.Decimal => NpgsqlDbType.Numeric,
            ColumnType.Flag => NpgsqlDbType.Boolean,
            _ => throw new InvalidOperationException(),
        };
}
