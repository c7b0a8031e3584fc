using Loyalty.Testing;
using Loyalty.Tests.Host;
using Xunit;

namespace Loyalty.Tests.Points.Faults;

/// <summary>What becomes of the ledger when its own processes end, or work against each other. Real processes, real load.</summary>
public abstract class KilledNodeTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private const int Kills = 10;

    [Fact]
    public async Task A_node_killed_again_and_again_loses_and_doubles_nothing()
    {
        using var node = await ApiNode.StartAsync(Club.Database);
        var till = await Till.OpenAsync(Club);
        await using (till.Send(node))
        {
            for (var i = 0; i < Kills; i++)
            {
                // In the middle of the work, at another place each time.
                await till.AcknowledgedMoreAsync(5 + i * 7);
                node.Kill();
                await node.RestartAsync();
            }

            await till.AcknowledgedMoreAsync(20);
        }

        await till.CheckAsync(node);
    }

    [Fact]
    public async Task Two_nodes_that_are_sent_the_same_events_post_each_once()
    {
        using var one = await ApiNode.StartAsync(Club.Database);
        using var other = await ApiNode.StartAsync(Club.Database);
        var till = await Till.OpenAsync(Club);
        await using (till.Send(one, other))
        {
            await till.AcknowledgedMoreAsync(300);
        }

        await till.CheckAsync(one);
    }

    public sealed class OnSqlite() : KilledNodeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : KilledNodeTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : KilledNodeTests(DatabaseProvider.SqlServer);
}
