using System.Security.Cryptography;
using Microsoft.Data.SqlClient;

namespace Loyalty.Testing;

/// <summary>The SQL Server that <c>LOYALTY_TEST_SQLSERVER</c> names. None is ever started: it has no small local form.</summary>
public static class SqlServerServer
{
    /// <summary>Environment variable with the connection string of a login that may create databases.</summary>
    public const string ServerVariable = "LOYALTY_TEST_SQLSERVER";

    /// <summary>Why no server can be had here; null when one can.</summary>
    public static string? WhyMissing => Server is null ? $"{ServerVariable} is not set" : null;

    private static string? Server =>
        Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } given ? given : null;

    internal static async Task<TestDatabase> CreateAsync(DatabaseTemplate? template)
    {
        var server = Server ?? throw new ServerStartException(WhyMissing!);
        var name = $"loyalty_test_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        // As production is advised to: readers do not wait for writers, as on the other two databases.
        await ExecuteAsync(server, $"create database [{name}]");
        await ExecuteAsync(server, $"alter database [{name}] set read_committed_snapshot on");
        var connectionString = new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;
        if (template is not null)
            await template.BuildAsync(DatabaseProvider.SqlServer, connectionString);
        return new TestDatabase(
            DatabaseProvider.SqlServer,
            connectionString,
            async () =>
            {
                await using (var pooled = new SqlConnection(connectionString))
                    SqlConnection.ClearPool(pooled);
                await ExecuteAsync(
                    server,
                    $"alter database [{name}] set single_user with rollback immediate; drop database [{name}]"
                );
            }
        );
    }

    private static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }
}
