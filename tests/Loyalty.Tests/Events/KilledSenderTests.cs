using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points.Faults;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Events;

/// <summary>A node that is killed while it sends: what it had in hand is sent again by whoever comes after it. The club
/// itself takes the changes, and sends nothing.</summary>
public abstract class KilledSenderTests(DatabaseProvider provider)
    : OwnClubTests(provider, "--Outbound:AllowPrivateAddresses=true")
{
    private const int Kills = 4;
    private const int Events = 1_500;

    [Fact]
    public async Task A_node_killed_again_and_again_while_it_sends_loses_nothing_and_keeps_the_order()
    {
        await using var consumer = await ScriptedServer.StartAsync();
        var subscription = await Club.SubscribeAsync(consumer);
        var members = EventsActions.NewMembers(30);
        var ids = await Club.GivenEventsAsync(Events, members);
        using var node = await ApiNode.StartAsync(
            Club.Database,
            limits: "",
            [
                $"--Authentication:Authority={Club.Issuer.Url}",
                "--Events:CallSeconds=1",
                "--Events:LeaseSeconds=6",
                .. EventsActions.Settings,
            ]
        );
        for (var i = 0; i < Kills; i++)
        {
            var wanted = Math.Min(Events, consumer.Journal.Count + 50 + (i * 100));
            await WaitFor.Async(() => Task.FromResult(consumer.Journal.Count), count => count >= wanted);
            node.Kill();
            await node.RestartAsync();
        }

        await WaitFor.Async(
            () => Task.FromResult(consumer.CallsOf(subscription).Select(call => call.EventId()).Distinct().Count()),
            count => count >= Events
        );
        await subscription.WhenIdleAsync();

        var calls = consumer.CallsOf(subscription);
        calls.Select(call => call.EventId()).Distinct().Order().ShouldBe(ids.Order());
        // Of each member, what came first came in order, whatever was repeated.
        for (var i = 0; i < members.Length; i++)
        {
            var member = members[i].ToString();
            var theirs = calls.Where(call => call.Event()["subject"]!.ToString() == member);
            theirs.Select(call => call.EventId()).Distinct().ShouldBe(ids.Where((_, at) => at % members.Length == i));
        }
    }

    [Fact]
    public async Task A_node_killed_while_points_are_posted_tells_every_posting_once_under_its_id()
    {
        await using var consumer = await ScriptedServer.StartAsync();
        var subscription = await Club.SubscribeAsync(consumer, types: ["loyalty.points.posted"]);
        using var node = await ApiNode.StartAsync(
            Club.Database,
            limits: "",
            ["--Events:CallSeconds=1", "--Events:LeaseSeconds=6", .. EventsActions.Settings]
        );
        var till = await Till.OpenAsync(Club);
        await using (till.Send(node))
        {
            for (var i = 0; i < Kills; i++)
            {
                await till.AcknowledgedMoreAsync(20 + (i * 10));
                node.Kill();
                await node.RestartAsync();
            }

            await till.AcknowledgedMoreAsync(20);
        }

        await till.CheckAsync(node);
        var entries = await Club.EntryIdsAsync();
        await WaitFor.Async(() => Task.FromResult(Told()), told => told.Count >= entries.Count);
        Told().Keys.Order().ShouldBe(entries.Order());
        // An entry has one event, however often that was sent.
        Told().Values.ShouldAllBe(events => events == 1);

        Dictionary<string, int> Told() =>
            consumer
                .CallsOf(subscription)
                .GroupBy(call => call.Event()["data"]!["entryId"]!.ToString())
                .ToDictionary(
                    group => group.Key,
                    group => group.Select(call => call.EventId()).Distinct().Count(),
                    StringComparer.Ordinal
                );
    }

    public sealed class OnSqlite() : KilledSenderTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : KilledSenderTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : KilledSenderTests(DatabaseProvider.SqlServer);
}
