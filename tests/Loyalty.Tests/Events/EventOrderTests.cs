using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Events;

/// <summary>Order within a member, one sender at a time, and nobody in another's way.</summary>
public abstract class EventOrderTests(DatabaseProvider provider) : SendingClubTests(provider)
{
    [Fact]
    public async Task Postings_of_a_member_come_one_after_the_other_in_the_order_of_the_ledger()
    {
        const int each = 25;
        var subscription = await Club.SubscribeAsync(Consumer, types: ["loyalty.points.posted"]);
        await Club.EnsurePointsAsync();
        var partner = await Club.GivenPartnerAsync();
        var members = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Club.GivenMemberAsync()));

        await Task.WhenAll(
            members.Select(async member =>
            {
                for (var i = 1; i <= each; i++)
                {
                    await Club.TakeAsync(partner, PointsActions.Grant(member, i));
                }
            })
        );

        var calls = await Consumer.WhenCallsAsync(subscription, members.Length * each);
        foreach (var member in members)
        {
            var theirs = calls.Where(call => call.Event()["subject"]!.ToString() == member.ToString()).ToList();
            theirs
                .Select(call => (long)call.Event()["data"]!["points"]!)
                .ShouldBe(Enumerable.Range(1, each).Select(i => (long)i));
        }
    }

    [Fact]
    public async Task While_an_event_fails_those_after_it_of_the_same_member_wait_and_others_do_not()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        Consumer.On("POST", subscription.Path).Then(ScriptedAnswer.WithStatus(500));
        var members = EventsActions.NewMembers(2);
        var stuck = await Club.GivenEventsAsync(2, members[0]);
        await Consumer.WhenCallsAsync(subscription, 1);
        var free = await Club.GivenEventsAsync(3, members[1]);

        // After five seconds the first is tried again; until then only the other member's go out.
        var calls = await Consumer.WhenCallsAsync(subscription, 6);

        calls[0].EventId().ShouldBe(stuck[0]);
        calls.Select(call => call.EventId()).Where(free.Contains).ShouldBe(free);
        calls.Select(call => call.EventId()).Where(stuck.Contains).ShouldBe([stuck[0], stuck[0], stuck[1]]);
    }

    [Fact]
    public async Task Two_nodes_never_send_events_of_one_member_at_the_same_time_and_none_twice()
    {
        await using var other = await Club.StartOnAsync(Club.Database, clock: null, EventsActions.Settings);
        await using var gauge = await GaugedConsumer.StartAsync();
        var subscription = await Club.SubscribeAsync(Consumer);
        await gauge.TakeOverAsync(subscription);

        var ids = await Club.GivenEventsAsync(400, EventsActions.NewMembers(20));

        await WaitFor.Async(() => Task.FromResult(gauge.Ids.Count), count => count >= ids.Count);
        await subscription.WhenIdleAsync();
        gauge.Ids.Order().ShouldBe(ids.Order());
        gauge.AtOnceMax.ShouldBe(1);
    }

    public sealed class OnSqlite() : EventOrderTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EventOrderTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EventOrderTests(DatabaseProvider.SqlServer);
}
