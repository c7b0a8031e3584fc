using System.Data.Common;
using Loyalty.Testing;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.House;

public abstract class DatabaseFixtureTests(DatabaseProvider provider)
    : DatabaseTests(provider, DatabaseFixtureTests.OneSpoon)
{
    private static int _built;

    private static readonly DatabaseTemplate OneSpoon = new(
        async (provider, connectionString) =>
        {
            Interlocked.Increment(ref _built);
            await ExecuteAsync(
                provider,
                connectionString,
                "create table spoons (id int); insert into spoons values (1)"
            );
        }
    );

    [Fact]
    public async Task A_database_begins_as_its_template() =>
        (await ExecuteAsync(Provider, Database.ConnectionString, "select count(*) from spoons")).ShouldBe(1L);

    [Fact]
    public async Task What_one_test_writes_another_does_not_see()
    {
        await ExecuteAsync(Provider, Database.ConnectionString, "insert into spoons values (2)");

        await using var another = await TestDatabases.CreateAsync(Provider, OneSpoon);

        (await ExecuteAsync(Provider, another.ConnectionString, "select count(*) from spoons")).ShouldBe(1L);
        if (Provider != DatabaseProvider.SqlServer)
            _built.ShouldBeLessThanOrEqualTo(2, "once for SQLite and once for PostgreSQL");
    }

    [Fact]
    public async Task A_disposed_database_is_gone_though_a_connection_is_open()
    {
        var database = await TestDatabases.CreateAsync(Provider, OneSpoon);
        await using var open = Connection(Provider, database.ConnectionString);
        await open.OpenAsync();

        await database.DisposeAsync();

        var select = () => ExecuteAsync(Provider, database.ConnectionString, "select count(*) from spoons");
        await select.ShouldThrowAsync<DbException>();
    }

    private static async Task<long> ExecuteAsync(DatabaseProvider provider, string connectionString, string statement)
    {
        await using var connection = Connection(provider, connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static DbConnection Connection(DatabaseProvider provider, string connectionString) =>
        provider switch
        {
            DatabaseProvider.Sqlite => new SqliteConnection(connectionString),
            DatabaseProvider.PostgreSql => new NpgsqlConnection(connectionString),
            _ => new SqlConnection(connectionString),
        };

    public sealed class OnSqlite() : DatabaseFixtureTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : DatabaseFixtureTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : DatabaseFixtureTests(DatabaseProvider.SqlServer);
}
