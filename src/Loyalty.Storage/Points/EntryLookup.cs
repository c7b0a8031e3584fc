using System.Text.Json;
using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage.Points;

public static class EntryLookup
{
    private const string Sqlite =
        "SELECT e.* FROM json_each({0}) k CROSS JOIN entries e WHERE e.wallet_id = k.value ->> 0 AND e.sequence = k.value ->> 1";

    private const string PostgreSql =
        "SELECT e.* FROM jsonb_array_elements({0}::jsonb) AS k(value) "
        + "JOIN entries e ON e.wallet_id = (k.value ->> 0)::uuid AND e.sequence = (k.value ->> 1)::bigint";

    private const string SqlServer =
        "SELECT e.* FROM OPENJSON({0}) WITH (wallet_id uniqueidentifier '$[0]', sequence bigint '$[1]') k "
        + "JOIN entries e ON e.wallet_id = k.wallet_id AND e.sequence = k.sequence";

    /// <summary>Finds entries by their ids in one statement: a query over two lists would fetch every pairing of wallets and
    /// numbers.</summary>
    public static async Task<Dictionary<EntryId, Entry>> FindEntriesAsync(
        this LoyaltyDbContext context,
        IReadOnlyCollection<EntryId> ids,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var json = JsonSerializer.Serialize(
            ids.Select(id => new object[] { id.Wallet.Value.ToString("D").ToUpperInvariant(), id.Sequence })
        );
        var statement = context.Database switch
        {
            var database when database.IsSqlite() => Sqlite,
            var database when database.IsNpgsql() => PostgreSql,
            _ => SqlServer,
        };
        return await context
            .Entries.FromSqlRaw(statement, json)
            .AsNoTracking()
            .ToDictionaryAsync(entry => entry.Id, cancellationToken);
    }
}
