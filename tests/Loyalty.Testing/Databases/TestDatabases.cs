using Npgsql;

namespace Loyalty.Testing;

/// <summary>Databases for tests, on the providers that this run can reach.</summary>
public static class TestDatabases
{
    private static readonly Lazy<Task<PostgreSqlServer>> SharedPostgreSql = new(PostgreSqlServer.UseOrStartAsync);
    private static readonly Lazy<string> SqliteFolder = new(() =>
    {
        var folder = ServerDirectory.Create("sqlite");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    /// <summary>The providers that tests of this run can use. Always holds SQLite.</summary>
    public static IReadOnlyList<DatabaseProvider> Available { get; } =
    [.. Enum.GetValues<DatabaseProvider>().Where(provider => WhyMissing(provider) is null)];

    /// <summary>Why tests cannot run on the provider here; null when they can.</summary>
    public static string? WhyMissing(DatabaseProvider provider) =>
        provider switch
        {
            DatabaseProvider.Sqlite => null,
            DatabaseProvider.PostgreSql => PostgreSqlServer.WhyMissing,
            DatabaseProvider.SqlServer => SqlServerServer.WhyMissing,
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, null),
        };

    /// <summary>A new database, empty or as <paramref name="template"/> says.</summary>
    /// <exception cref="ServerStartException">The provider's server cannot be had; see <see cref="WhyMissing"/>.</exception>
    public static Task<TestDatabase> CreateAsync(DatabaseProvider provider, DatabaseTemplate? template = null) =>
        provider switch
        {
            DatabaseProvider.Sqlite => CreateSqliteAsync(template),
            DatabaseProvider.PostgreSql => CreatePostgreSqlAsync(template),
            DatabaseProvider.SqlServer => SqlServerServer.CreateAsync(template),
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, null),
        };

    private static async Task<TestDatabase> CreateSqliteAsync(DatabaseTemplate? template)
    {
        var folder = SqliteFolder.Value;
        var file = SqliteFile.NewPath(folder);
        if (template is not null)
        {
            var source = await template.BuiltAsync(
                DatabaseProvider.Sqlite,
                async () =>
                {
                    var path = SqliteFile.NewPath(folder);
                    // Without pooling the last connection to close moves the write-ahead log into the file.
                    await template.BuildAsync(
                        DatabaseProvider.Sqlite,
                        SqliteFile.ConnectionString(path, pooling: false)
                    );
                    return path;
                }
            );
            File.Copy(source, file);
        }
        var connectionString = SqliteFile.ConnectionString(file, pooling: true);
        return new TestDatabase(DatabaseProvider.Sqlite, connectionString, () => SqliteFile.DeleteAsync(file));
    }

    private static async Task<TestDatabase> CreatePostgreSqlAsync(DatabaseTemplate? template)
    {
        var server = await SharedPostgreSql.Value;
        var source = template is null
            ? null
            : await template.BuiltAsync(
                DatabaseProvider.PostgreSql,
                async () =>
                {
                    var database = await server.CreateDatabaseAsync();
                    var unpooled = new NpgsqlConnectionStringBuilder(database) { Pooling = false };
                    await template.BuildAsync(DatabaseProvider.PostgreSql, unpooled.ConnectionString);
                    return unpooled.Database!;
                }
            );
        var connectionString = await server.CreateDatabaseAsync(source);
        return new TestDatabase(
            DatabaseProvider.PostgreSql,
            connectionString,
            () => server.DropDatabaseAsync(connectionString)
        );
    }
}
