using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Loyalty.Storage.Tiers;

/// <summary>Whose activity is wanted, of which time.</summary>
public readonly record struct TierBasisKey(MemberId Member, TierPeriod Period)
{
    /// <summary>Accounts that have become part of the member's, whose activity counts too; null for none.</summary>
    public IReadOnlyList<MemberId>? Duplicates { get; init; }

    internal IEnumerable<MemberId> Members => [Member, .. Duplicates ?? []];
}

/// <param name="First">when the first of it happened; null when there was none.</param>
public readonly record struct TierSum(decimal Value, DateTimeOffset? First);

/// <summary>
/// Reads what members did towards a tier, for many members in one statement: by the wallet's entries for points, by the index of
/// posted transactions for spend and events. What was taken back counts where the original counted.
/// </summary>
public static class TierBasisQueries
{
    // What is earned, undoes that or corrects it. What is spent, lapses or goes from member to member is not here.
    private static readonly string CountedKinds = string.Join(
        ", ",
        ((EntryKind[])[EntryKind.Accrual, EntryKind.AccrualReversal, EntryKind.Adjustment]).Select(kind =>
            ((int)kind).ToString(CultureInfo.InvariantCulture)
        )
    );

    private const string EventSource =
        "FROM k JOIN partner_events e ON e.member_id = k.id AND e.status = 'Posted' AND e.amount IS NOT NULL "
        + "AND e.occurred_at >= k.from_at AND e.occurred_at < k.to_at";

    // Amounts are text on SQLite, where EF Core adds functions that reckon with them exactly.
    private const string SqliteNet = "ef_add(e.amount, ef_negate(e.reversed_amount))";

    /// <summary>One sum for each key, in their order.</summary>
    public static async Task<TierSum[]> SumTierBasisAsync(
        this LoyaltyDbContext context,
        TierBasis basis,
        IReadOnlyList<TierBasisKey> keys,
        CancellationToken cancellationToken
    )
    {
        var sums = new TierSum[keys.Count];
        await ReadAsync(
            context,
            basis,
            keys,
            (at, value) => $"SELECT k.n, {Sum(context, basis, value)}, MIN({at})",
            "GROUP BY k.n",
            reader =>
                sums[reader.GetInt32(0)] = reader.IsDBNull(1)
                    ? default
                    : new TierSum(Value(reader, 1), Instant(context, reader, 2)),
            cancellationToken
        );
        return sums;
    }

    /// <summary>What each instant added, for each key, in their order; instants that came to 0 may be among it.</summary>
    public static async Task<List<TierContribution>[]> ReadTierBasisAsync(
        this LoyaltyDbContext context,
        TierBasis basis,
        IReadOnlyList<TierBasisKey> keys,
        CancellationToken cancellationToken
    )
    {
        var found = keys.Select(_ => new List<TierContribution>()).ToArray();
        await ReadAsync(
            context,
            basis,
            keys,
            (at, value) => $"SELECT k.n, {Sum(context, basis, value)}, {at}",
            "GROUP BY k.n, at",
            reader =>
                found[reader.GetInt32(0)].Add(new TierContribution(Instant(context, reader, 2), Value(reader, 1))),
            cancellationToken
        );
        return found;
    }

    private static async Task ReadAsync(
        LoyaltyDbContext context,
        TierBasis basis,
        IReadOnlyList<TierBasisKey> keys,
        Func<string, string, string> select,
        string groupBy,
        Action<DbDataReader> row,
        CancellationToken cancellationToken
    )
    {
        if (keys.Count == 0)
        {
            return;
        }

        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandTimeout = context.Database.GetCommandTimeout() ?? command.CommandTimeout;
            command.CommandText = Statement(context, basis, select, groupBy);
            Add(command, "@keys", Write(context, basis, keys));
            if (basis.Kind == TierBasisKind.Spend)
            {
                Add(command, "@currency", basis.MoneyCurrency!.Value.Code);
            }

            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                row(reader);
            }
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    private static string Statement(
        LoyaltyDbContext context,
        TierBasis basis,
        Func<string, string, string> select,
        string groupBy
    )
    {
        var text = new StringBuilder($"WITH k AS ({Keys(context)}) ");
        if (basis.Kind == TierBasisKind.QualifyingPoints)
        {
            const string at = "COALESCE(o.occurred_at, e.occurred_at)";
            text.Append(select(at, "e.points"))
                .Append(" FROM k JOIN entries e ON e.wallet_id = k.id AND e.kind IN (")
                .Append(CountedKinds)
                .Append(
                    ") LEFT JOIN entries o ON o.wallet_id = e.wallet_id AND o.sequence = e.reverses_sequence WHERE "
                )
                .Append(at)
                .Append(" >= k.from_at AND ")
                .Append(at)
                .Append(" < k.to_at ")
                .Append(groupBy.Replace("at", at, StringComparison.Ordinal));
            return text.ToString();
        }

        var isSqlite = context.Database.IsSqlite();
        var net = isSqlite ? SqliteNet : "e.amount - e.reversed_amount";
        text.Append(select("e.occurred_at", basis.Kind == TierBasisKind.Spend ? net : "1"))
            .Append(' ')
            .Append(EventSource)
            .Append(
                basis.Kind == TierBasisKind.Spend ? " AND e.amount_currency = @currency "
                : isSqlite ? " AND ef_compare(e.amount, e.reversed_amount) > 0 "
                : " AND e.amount > e.reversed_amount "
            )
            .Append(groupBy.Replace("at", "e.occurred_at", StringComparison.Ordinal));
        return text.ToString();
    }

    private static string Sum(LoyaltyDbContext context, TierBasis basis, string value) =>
        basis.Kind == TierBasisKind.Spend && context.Database.IsSqlite() ? $"ef_sum({value})"
        : context.Database.IsSqlServer() ? $"SUM(CAST({value} AS decimal(28, 4)))"
        : $"SUM({value})";

    private static string Keys(LoyaltyDbContext context) =>
        context.Database switch
        {
            var database when database.IsSqlite() =>
                "SELECT value ->> 0 AS n, value ->> 1 AS id, value ->> 2 AS from_at, value ->> 3 AS to_at "
                    + "FROM json_each(@keys)",
            var database when database.IsNpgsql() =>
                "SELECT (value ->> 0)::int AS n, (value ->> 1)::uuid AS id, (value ->> 2)::timestamptz AS from_at, "
                    + "(value ->> 3)::timestamptz AS to_at FROM jsonb_array_elements(@keys::jsonb) AS x(value)",
            _ => "SELECT n, id, from_at, to_at FROM OPENJSON(@keys) WITH (n int '$[0]', id uniqueidentifier '$[1]', "
                + "from_at datetimeoffset(6) '$[2]', to_at datetimeoffset(6) '$[3]')",
        };

    private static string Write(LoyaltyDbContext context, TierBasis basis, IReadOnlyList<TierBasisKey> keys)
    {
        var isSqlite = context.Database.IsSqlite();
        return JsonSerializer.Serialize(
            keys.SelectMany(
                (key, n) =>
                    key.Members.Select(member =>
                        new object[]
                        {
                            n,
                            (basis.PointCurrency is { } currency ? WalletId.Of(member, currency).Value : member.Value)
                                .ToString("D")
                                .ToUpperInvariant(),
                            Write(key.Period.From),
                            Write(key.Period.To),
                        }
                    )
            )
        );

        object Write(DateTimeOffset instant) =>
            isSqlite
                ? instant.ToUnixTimeMicroseconds()
                : instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
    }

    private static void Add(DbCommand command, string name, string value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private static decimal Value(DbDataReader reader, int column) =>
        reader.GetValue(column) is string text
            ? decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture)
            : Convert.ToDecimal(reader.GetValue(column), CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(LoyaltyDbContext context, DbDataReader reader, int column) =>
        context.Database.IsSqlite()
            ? Clock.FromUnixTimeMicroseconds(reader.GetInt64(column))
            : reader.GetFieldValue<DateTimeOffset>(column).ToUniversalTime();
}
