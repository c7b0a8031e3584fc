using System.Globalization;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Events;

/// <summary>A subscription is changed while events are on their way to it. The clock stands: what would be tried later never is.</summary>
public abstract class EventChangeTests(DatabaseProvider provider) : SendingClubTests(provider)
{
    private protected override bool TurnsClock => true;

    [Fact]
    public async Task What_is_queued_after_the_address_was_changed_goes_to_the_new_one()
    {
        const int changes = 12;
        var subscription = await Club.SubscribeAsync(Consumer, "/0");
        var ids = await Club.GivenEventsAsync(1, EventsActions.NewMembers(1));
        await Consumer.WhenCallsAsync(subscription, 1);
        await subscription.WhenIdleAsync();
        using var staff = Club.Staff();
        var expected = new List<string> { "/0" };
        for (var i = 1; i <= changes; i++)
        {
            expected.Add(string.Create(CultureInfo.InvariantCulture, $"/{i}"));
            Consumer.On("POST", expected[i]).Always(ScriptedAnswer.Ok);
            using var read = await staff.GetAsync(subscription.Url);
            var body = new JsonObject { ["url"] = new Uri(Consumer.Address, expected[i]).ToString() };
            (await staff.PutIfMatchAsync(subscription.Url, body, read.Headers.ETag)).EnsureSuccessStatusCode();
            await subscription.PostAsync($"deliveries/{ids[0]}/replay");
            await subscription.WhenIdleAsync();
        }

        Consumer.Journal.Select(call => call.Target).ShouldBe(expected);
    }

    /// <summary>The call was made before staff resumed, so its answer says nothing about the consumer that they have mended since.</summary>
    [Theory]
    [InlineData(500)]
    [InlineData(410)]
    [InlineData(429)]
    public async Task What_fails_while_the_subscription_is_resumed_is_tried_again_at_once(int status)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var subscription = await Club.SubscribeAsync(Consumer);
        var answer = ScriptedAnswer.TooManyRequests(TimeSpan.FromMinutes(10)) with { Status = status };
        Consumer.On("POST", subscription.Path).Then(answer with { Until = ready.Task });
        var ids = await Club.GivenEventsAsync(2, EventsActions.NewMembers(1));
        await Consumer.WhenCallsAsync(subscription, 1);

        await subscription.PostAsync("resume");
        ready.SetResult();

        var view = await subscription.WhenIdleAsync();
        view["status"]!.ToString().ShouldBe("active");
        Consumer.CallsOf(subscription).Select(call => call.EventId()).ShouldBe([ids[0], ids[0], ids[1]]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(410)]
    [InlineData(429)]
    public async Task To_resume_tries_at_once_what_waits_and_ends_the_pause_that_the_consumer_asked_for(int status)
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        var answer = ScriptedAnswer.TooManyRequests(TimeSpan.FromMinutes(10)) with { Status = status };
        Consumer.On("POST", subscription.Path).Then(answer);
        var ids = await Club.GivenEventsAsync(2, EventsActions.NewMembers(1));
        await WaitFor.Async(() => subscription.LogAsync(), log => log.Exists(row => (int)row["attempts"]! == 1));

        await subscription.PostAsync("resume");

        var view = await subscription.WhenIdleAsync();
        view["status"]!.ToString().ShouldBe("active");
        Consumer.CallsOf(subscription).Select(call => call.EventId()).ShouldBe([ids[0], ids[0], ids[1]]);
    }

    public sealed class OnSqlite() : EventChangeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EventChangeTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EventChangeTests(DatabaseProvider.SqlServer);
}
