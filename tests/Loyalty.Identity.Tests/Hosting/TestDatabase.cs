using Loyalty.Identity.Storage;
using Microsoft.Data.SqlClient;
using Npgsql;

namespace Loyalty.Identity.Tests.Hosting;

/// <summary>An empty database of one provider, removed at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<Task> remove;

    private TestDatabase(DatabaseProvider provider, string connectionString, Func<Task> remove)
    {
        (Provider, ConnectionString) = (provider, connectionString);
        this.remove = remove;
    }

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    /// <summary>The providers at hand: SQLite always, the others where the environment names a server.</summary>
    public static IEnumerable<DatabaseProvider> Available
    {
        get
        {
            yield return DatabaseProvider.Sqlite;
            if (Server("LOYALTY_TEST_POSTGRES") is not null)
            {
                yield return DatabaseProvider.PostgreSql;
            }
            if (Server("LOYALTY_TEST_SQLSERVER") is not null)
            {
                yield return DatabaseProvider.SqlServer;
            }
        }
    }

    public static Task<TestDatabase> CreateAsync(DatabaseProvider provider)
    {
        var name =
            "identity_" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
        return provider switch
        {
            DatabaseProvider.PostgreSql => PostgreSqlAsync(name),
            DatabaseProvider.SqlServer => Task.FromResult(SqlServer(name)),
            _ => Task.FromResult(Sqlite()),
        };
    }

    public async ValueTask DisposeAsync() => await remove();

    private static string? Server(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static TestDatabase Sqlite()
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-identity-");
        var connectionString = $"Data Source={Path.Combine(folder.FullName, "identity.db")};Pooling=False";
        return new TestDatabase(
            DatabaseProvider.Sqlite,
            connectionString,
            () =>
            {
                folder.Delete(recursive: true);
                return Task.CompletedTask;
            }
        );
    }

    private static async Task<TestDatabase> PostgreSqlAsync(string name)
    {
        var server = Server("LOYALTY_TEST_POSTGRES")!;
        await ExecuteAsync($"CREATE DATABASE {name}");
        var connectionString = new NpgsqlConnectionStringBuilder(server)
        {
            Database = name,
            MaxPoolSize = 25,
        }.ConnectionString;
        return new TestDatabase(
            DatabaseProvider.PostgreSql,
            connectionString,
            () => ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)")
        );

        async Task ExecuteAsync(string sql)
        {
            await using var connection = new NpgsqlConnection(server);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static TestDatabase SqlServer(string name)
    {
        var server = Server("LOYALTY_TEST_SQLSERVER")!;
        var connectionString = new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;
        return new TestDatabase(
            DatabaseProvider.SqlServer,
            connectionString,
            async () =>
            {
                await using var connection = new SqlConnection(server);
                await connection.OpenAsync();
                await using var command = connection.CreateCommand();
                command.CommandText =
                    $"IF DB_ID('{name}') IS NOT NULL BEGIN ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}] END";
                await command.ExecuteNonQueryAsync();
            }
        );
    }
}
