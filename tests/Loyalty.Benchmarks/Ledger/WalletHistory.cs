using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Channels;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Loyalty.Storage.Points.Ledger;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>
/// Members, cards and wallets with a past: what the ledger itself would have written for earlier events, hash chain and all, so that
/// <c>verify-ledger</c> holds. Rows go in by COPY on PostgreSQL and by the ledger's own statements elsewhere.
/// </summary>
internal static class WalletHistory
{
    private const int RowsPerWrite = 20_000;
    private const string Source = "/history";

    // Made once the rows are there, which is faster. In the order of their keys they would have full pages, as none has that grew by and by.
    private const string Tables = "('entries', 'lots', 'wallets', 'partner_events')";
    private const string Room = "with (fillfactor = 70)";

    private const string Keys = $"""
        select format('alter table %I drop constraint %I', t.relname, c.conname),
               format('alter table %I add constraint %I %s {Room}', t.relname, c.conname, pg_get_constraintdef(c.oid))
          from pg_constraint c join pg_class t on t.oid = c.conrelid
         where c.contype = 'p' and t.relname in {Tables}
        """;

    private const string Indexes = $"""
        select format('drop index %I', i.indexname),
               regexp_replace(i.indexdef, '\)( WHERE|$)', ') {Room}\1')
          from pg_indexes i
         where i.tablename in {Tables} and i.indexname not in (select conname from pg_constraint)
        """;

    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Why =
        """{"eventType":"loyalty.transaction.posted","source":"/history","eventId":"1"}""";

    public static async Task WriteAsync(LoadedClub club, int entriesPerWallet)
    {
        if (club.Provider == nameof(DatabaseProvider.Sqlite))
        {
            await WriteMembersAsync(new SqliteConnection(club.ConnectionString), SqliteMembers(club.Members));
            await WriteBySavingAsync(club, entriesPerWallet);
            return;
        }
        await WriteMembersAsync(new NpgsqlConnection(club.ConnectionString), PostgreSqlMembers(club.Members));
        await using var connection = new NpgsqlConnection(club.ConnectionString);
        await connection.OpenAsync();
        var keys = await ReadAsync(connection, Keys);
        var indexes = await ReadAsync(connection, Indexes);
        foreach (var (drop, _) in keys.Concat(indexes))
            await ExecuteAsync(connection, drop);
        await CopyAsync(connection, Histories(club, entriesPerWallet));
        await ExecuteAsync(connection, "set maintenance_work_mem = '1GB'");
        foreach (var (_, create) in keys.Concat(indexes))
            await ExecuteAsync(connection, create);
        await ExecuteAsync(connection, "vacuum analyze");
        await ExecuteAsync(connection, "checkpoint");
    }

    private static async Task<List<(string Drop, string Create)>> ReadAsync(
        NpgsqlConnection connection,
        string statement
    )
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync())
            rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    /// <summary>One part is made while the one before is copied.</summary>
    private static async Task CopyAsync(NpgsqlConnection connection, IEnumerable<LedgerChanges> histories)
    {
        var parts = Channel.CreateBounded<LedgerChanges>(1);
        var making = Task.Run(async () =>
        {
            Exception? failure = null;
            try
            {
                foreach (var changes in histories)
                    await parts.Writer.WriteAsync(changes);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
            parts.Writer.Complete(failure);
        });
        await foreach (var changes in parts.Reader.ReadAllAsync())
        {
            foreach (var rows in changes.Tables.Where(rows => rows.Count > 0))
                await CopyAsync(connection, rows);
        }
        await making;
    }

    private static async Task WriteBySavingAsync(LoadedClub club, int entriesPerWallet)
    {
        var options = new DatabaseOptions
        {
            Provider = Enum.Parse<DatabaseProvider>(club.Provider),
            ConnectionString = club.ConnectionString,
        };
        await using var ledger = LedgerDialect.Create(options);
        foreach (var changes in Histories(club, entriesPerWallet))
        {
            await using var transaction = await ledger.BeginAsync(default);
            await ledger.SaveAsync(changes, transaction, default);
            await transaction.CommitAsync();
        }
    }

    /// <summary>In the order of the wallets' ids, some thousand rows at a time.</summary>
    private static IEnumerable<LedgerChanges> Histories(LoadedClub club, int entriesPerWallet)
    {
        var members = Enumerable
            .Range(1, club.Members)
            .Select(LoadedClub.Member)
            .Select(member => (Wallet: WalletId.Of(member, LoadedClub.Points), Member: member))
            .OrderBy(pair => pair.Wallet.Value.ToString("N"), StringComparer.Ordinal);
        var partner = new PartnerId(club.Partner);
        // Also the lot that this month's points go into: most events of a month come from members who had one before.
        var month = DateOnly
            .FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)
            .AddMonths(LoadedClub.ExpiryMonths);
        var thisMonth = new DateOnly(month.Year, month.Month, 1).AddMonths(1).AddDays(-1);
        var lastMonth = new DateOnly(month.Year, month.Month, 1).AddDays(-1);
        var changes = new LedgerChanges();
        var count = 0;
        foreach (var (_, member) in members)
        {
            var wallet = Wallet.Open(member, LoadedClub.Points, Beginning);
            for (var i = 1; i <= entriesPerWallet; i++)
            {
                var at = Beginning.AddDays(i);
                var id = string.Create(CultureInfo.InvariantCulture, $"{member.Value:N}-{i}");
                var key = PartnerEventKey.Of(partner, Source, id);
                var funder = Funder.Of(partner);
                var lot = new LotKey(i % 2 == 0 ? lastMonth : thisMonth, LotKey.AtOnce, funder);
                var entry = wallet.Accrue(100, lot, new EntryContext(key, funder.CounterAccount, at, at, _ => Why));
                changes.Add(entry);
                changes.Add(EventOf(partner, member, key, id, at, entry), isNew: true);
                count++;
            }
            changes.Add(wallet);
            if (count >= RowsPerWrite)
            {
                yield return changes;
                changes = new LedgerChanges();
                count = 0;
            }
        }
        yield return changes;
    }

    private static PartnerEventRecord EventOf(
        PartnerId partner,
        Domain.Members.MemberId member,
        PartnerEventKey key,
        string id,
        DateTimeOffset at,
        Domain.Points.Entry entry
    ) =>
        new()
        {
            EventKey = key,
            PartnerId = partner,
            Source = Source,
            EventId = id,
            Type = PartnerEvent.TransactionPosted.TypeName,
            ContentHash = SHA256.HashData(key.Value.ToByteArray()),
            Status = PartnerEventStatus.Posted,
            OccurredAt = at,
            ReceivedAt = at,
            MemberId = member,
            Amount = 1_000,
            AmountCurrency = Domain.MoneyCurrency.Parse("CZK"),
            Postings = new Postings([Posting.Of(entry, LoadedClub.Points)], Explanation: null).ToJson(),
        };

    private static async Task CopyAsync(NpgsqlConnection connection, Rows rows)
    {
        var names = string.Join(", ", rows.Columns.Select(column => column.Name));
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {rows.Table} ({names}) from stdin (format binary)"
        );
        var columns = rows
            .Columns.Select(column => (Type: TypeOf(column.Type), Values: (System.Collections.IList)column.Values))
            .ToArray();
        for (var row = 0; row < rows.Count; row++)
        {
            await copy.StartRowAsync();
            foreach (var (type, values) in columns)
            {
                if (values[row] is { } value)
                    await copy.WriteAsync(value, type);
                else
                    await copy.WriteNullAsync();
            }
        }
        await copy.CompleteAsync();
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
            _ => throw new InvalidOperationException($"No PostgreSQL type for {type}."),
        };

    private static async Task WriteMembersAsync(DbConnection connection, string[] statements)
    {
        await using (connection)
        {
            await connection.OpenAsync();
            foreach (var statement in statements)
                await ExecuteAsync(connection, statement);
        }
    }

    private static async Task ExecuteAsync(DbConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = 3_600;
        await command.ExecuteNonQueryAsync();
    }

    private static string[] PostgreSqlMembers(int count) =>
        Members(
            $"generate_series(1, {count}) as g(n)",
            "('01890a5d-ac96-7000-8a00-' || lpad(to_hex(n), 12, '0'))::uuid",
            """
            (select '3080' || lpad(n::text, 11, '0') || ((10 - sum(case when i % 2 = 0 then d when d > 4 then d * 2 - 9 else d * 2 end) % 10) % 10)::text
               from (select i, substr(reverse('3080' || lpad(n::text, 11, '0')), i, 1)::int as d from generate_series(1, 15) i) as digits)
            """,
            "now()"
        );

    private static string[] SqliteMembers(int count) =>
        Members(
            $"(with recursive g(n) as (select 1 union all select n + 1 from g where n < {count}) select n from g) as g",
            "'01890A5D-AC96-7000-8A00-' || printf('%012X', n)",
            """
            (with recursive digits(i, rest, sum) as (
               select 1, 308000000000000 + n, 0
               union all
               select i + 1, rest / 10, sum + (case when i % 2 = 0 then rest % 10 when rest % 10 > 4 then rest % 10 * 2 - 9 else rest % 10 * 2 end)
                 from digits where i <= 15)
             select printf('%d%d', 308000000000000 + n, (10 - sum % 10) % 10) from digits where i = 16)
            """,
            "1767225600000000"
        );

    private static string[] Members(string numbers, string id, string card, string now) =>
        [
            $"""
                insert into members (id, status, enrolled_at, kind, relationship, interest_level, version, name_display)
                select {id}, 'Active', {now}, 'Private', 'Current', 'Medium', 1, 'Member ' || n from {numbers}
                """,
            $"""
                insert into cards (number, member_id, status, issued_at, version)
                select {card}, {id}, 'Active', {now}, 1 from {numbers}
                """,
        ];
}
