using System.Data.Common;
using System.Globalization;
using System.Text;
using Loyalty.Storage;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Tests.Members;

/// <summary>Everything that stands in a database, table by table as its own catalogue names them, as text.</summary>
internal static class DatabaseDump
{
    public static Task<IReadOnlyDictionary<string, string>> DumpAsync(this Club club) =>
        club.WithContextAsync(context => ReadAsync(context, club.Database.Provider));

    /// <summary>Where each of the words stands, as <c>word in table</c>.</summary>
    public static IEnumerable<string> Find(this IReadOnlyDictionary<string, string> dump, IEnumerable<string> words) =>
        from word in words
        from table in dump
        where table.Value.Contains(word, StringComparison.OrdinalIgnoreCase)
        select $"{word} in {table.Key}";

    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        LoyaltyDbContext context,
        Loyalty.Testing.DatabaseProvider provider
    )
    {
        var connection = context.Database.GetDbConnection();
        await context.Database.OpenConnectionAsync();
        var names = await RowsAsync(
            connection,
            provider switch
            {
                Loyalty.Testing.DatabaseProvider.Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
                Loyalty.Testing.DatabaseProvider.PostgreSql =>
                    "SELECT table_schema || '\".\"' || table_name FROM information_schema.tables "
                        + "WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')",
                _ => "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE'",
            }
        );
        var dump = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names.Select(row => row.Trim()))
        {
            dump[name] = string.Join('\n', await RowsAsync(connection, $"SELECT * FROM \"{name}\""));
        }

        return dump;
    }

    private static async Task<List<string>> RowsAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        var text = new StringBuilder();
        while (await reader.ReadAsync())
        {
            text.Clear();
            for (var i = 0; i < reader.FieldCount; i++)
            {
                var value = reader.GetValue(i);
                text.Append(
                    value is byte[] bytes
                        ? Encoding.UTF8.GetString(bytes)
                        : Convert.ToString(value, CultureInfo.InvariantCulture)
                );
                text.Append(' ');
            }

            rows.Add(text.ToString());
        }

        return rows;
    }
}
