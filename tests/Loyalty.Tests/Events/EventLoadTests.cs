using Loyalty.Testing;
using Loyalty.Tests.Partners;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Events;

/// <summary>Many events to consumers that do well, badly and not at all.</summary>
public abstract class EventLoadTests(DatabaseProvider provider) : SendingClubTests(provider)
{
    private const int Events = 10_000;

    [Fact]
    public async Task A_slow_and_a_failing_consumer_do_not_hold_up_a_healthy_one_and_a_restart_loses_nothing()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var healthy = await Club.SubscribeAsync(Consumer, "/healthy", concurrencyMax: 32);
        var slow = await Club.SubscribeAsync(Consumer, "/slow", concurrencyMax: 8);
        var failing = await Club.SubscribeAsync(Consumer, "/failing");
        Consumer.On("POST", slow.Path).Always(ScriptedAnswer.Ok with { Until = ready.Task });
        Consumer.On("POST", failing.Path).Always(ScriptedAnswer.WithStatus(503));

        var ids = await Club.GivenEventsAsync(Events, EventsActions.NewMembers(500));

        // It ends while the slow one has not answered once.
        await WaitLongAsync(() => Consumer.CallsOf(healthy).Count, Events);
        Consumer.CallsOf(healthy).Select(call => call.EventId()).Order().ShouldBe(ids.Order());
        Consumer.CallsOf(slow).Count.ShouldBeLessThan(Events / 10);
        await healthy.WhenIdleAsync();
        (await slow.ReadAsync())["pending"]!.GetValue<long>().ShouldBe(Events);
        (await failing.ReadAsync())["pending"]!.GetValue<long>().ShouldBe(Events);

        await RestartAsync();
        ready.SetResult();
        Consumer.On("POST", failing.Path).Always(ScriptedAnswer.Ok);
        await (failing with { Club = Club }).PostAsync("resume");

        await WaitLongAsync(() => Distinct(slow), Events);
        await WaitLongAsync(() => Distinct(failing), Events);
        foreach (var late in (TestSubscription[])[slow with { Club = Club }, failing with { Club = Club }])
        {
            var view = await late.WhenIdleAsync();
            ((long)view["dead"]!).ShouldBe(0);
        }
    }

    private int Distinct(TestSubscription subscription) =>
        Consumer.CallsOf(subscription).Select(call => call.EventId()).Distinct().Count();

    /// <summary>For as long as there is progress.</summary>
    private static async Task WaitLongAsync(Func<int> count, int wanted)
    {
        var before = -1;
        while (count() is var now && now < wanted)
        {
            now.ShouldBeGreaterThan(before, "nothing has moved for a minute");
            before = now;
            await WaitFor.Async(() => Task.FromResult(count()), reached => reached >= wanted || reached > now + 1_000);
        }

        count().ShouldBe(wanted);
    }

    public sealed class OnSqlite() : EventLoadTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EventLoadTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EventLoadTests(DatabaseProvider.SqlServer);
}
