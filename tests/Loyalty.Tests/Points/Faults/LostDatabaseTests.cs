using Loyalty.Testing;
using Loyalty.Tests.Host;
using Npgsql;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points.Faults;

/// <summary>What becomes of the ledger when PostgreSQL goes away under it.</summary>
public sealed class LostDatabaseTests
{
    [Fact]
    public async Task A_database_that_crashes_and_comes_back_has_all_that_was_acknowledged()
    {
        Missing.SkipBecauseOf(PostgreSqlServer.WhyMissing);
        await using var server = await PostgreSqlServer.StartAsync(new PostgreSqlOptions(Durable: true));
        await using var club = await StartClubAsync(server);
        using var node = await ApiNode.StartAsync(club.Database);
        var till = await Till.OpenAsync(club);
        await using (till.Send(node))
        {
            for (var i = 0; i < 3; i++)
            {
                await till.AcknowledgedMoreAsync(100);
                await server.CrashAsync();
                await node.ReadyAsync();
            }

            await till.AcknowledgedMoreAsync(100);
        }

        NpgsqlConnection.ClearAllPools();
        await till.CheckAsync(node);
    }

    [Fact]
    public async Task Connections_that_are_cut_again_and_again_lose_and_double_nothing()
    {
        Missing.SkipBecauseOf(PostgreSqlServer.WhyMissing);
        await using var server = await PostgreSqlServer.StartAsync();
        await using var club = await StartClubAsync(server);
        using var node = await ApiNode.StartAsync(club.Database);
        var till = await Till.OpenAsync(club);
        await using (till.Send(node))
        {
            await using var administrator = NpgsqlDataSource.Create(server.ConnectionString);
            var cut = 0L;
            for (var i = 0; i < 20; i++)
            {
                await till.AcknowledgedMoreAsync(15);
                await using var command = administrator.CreateCommand(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname like 'loyalty_test_%'"
                );
                cut += (long)(await command.ExecuteScalarAsync())!;
            }

            cut.ShouldBeGreaterThan(20);
            await till.AcknowledgedMoreAsync(50);
        }

        NpgsqlConnection.ClearAllPools();
        await till.CheckAsync(node);
    }

    private static async Task<Club> StartClubAsync(PostgreSqlServer server)
    {
        var connectionString = await server.CreateDatabaseAsync();
        var database = new TestDatabase(DatabaseProvider.PostgreSql, connectionString, () => Task.CompletedTask);
        return await Club.StartOnAsync(database, clock: null, "--Database:MigrateOnStart=true");
    }
}
