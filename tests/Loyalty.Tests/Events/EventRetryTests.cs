using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Loyalty.Domain.Events;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Events;

/// <summary>What happens to deliveries that fail, on a clock that the test turns.</summary>
public abstract class EventRetryTests(DatabaseProvider provider) : SendingClubTests(provider)
{
    private protected override bool TurnsClock => true;

    [Fact]
    public async Task Pain38_A_delivery_that_fails_is_tried_over_days_then_given_up_and_replayed_by_hand()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        Consumer.On("POST", subscription.Path).Always(ScriptedAnswer.WithStatus(500));
        var ids = await Club.GivenEventsAsync(2, EventsActions.NewMembers(1));
        var attempts = DeliverySchedule.Delays.Count + 1;
        for (var i = 1; i < attempts; i++)
        {
            await Consumer.WhenCallsAsync(subscription, i);
            await WhenTriedAsync(subscription, ids[0], i);
            // Just before the earliest moment nothing is sent.
            var earliest = DeliverySchedule.Delays[i - 1] * (1 - DeliverySchedule.Jitter);
            Clock.Now += earliest - TimeSpan.FromMilliseconds(500);
            (await subscription.DeliveryAsync(ids[0]))["attempts"]!.AsArray().Count.ShouldBe(i);
            Clock.Now += (DeliverySchedule.Delays[i - 1] * 2 * DeliverySchedule.Jitter) + TimeSpan.FromSeconds(1);
        }

        // The last one; then the member's next event has its turn.
        var calls = await Consumer.WhenCallsAsync(subscription, attempts + 1);
        calls.Take(attempts).ShouldAllBe(call => call.EventId() == ids[0]);
        calls.Take(attempts).Select(call => call.Text).Distinct().ShouldHaveSingleItem();
        var timestamps = calls.Take(attempts).Select(call => call.Headers["webhook-timestamp"]).ToList();
        timestamps.ShouldBeUnique();
        calls.ShouldAllBe(call => subscription.IsSigned(call));
        calls[^1].EventId().ShouldBe(ids[1]);
        var dead = await subscription.WhenAsync(view => (long)view["dead"]! == 1);
        ((long)dead["pending"]!).ShouldBe(1);
        (await subscription.LogAsync("&state=dead")).ShouldHaveSingleItem()["eventId"]!.ToString().ShouldBe(ids[0]);

        Consumer.On("POST", subscription.Path).Always(ScriptedAnswer.Ok);
        ((int)(await subscription.PostAsync("replays", new { deadOnly = true }))["queued"]!).ShouldBe(1);
        await subscription.PostAsync("resume");

        await subscription.WhenIdleAsync();
        var log = await subscription.LogAsync();
        log.ShouldAllBe(row => row["state"]!.ToString() == "delivered");
        var detail = await subscription.DeliveryAsync(ids[0]);
        detail["attempts"]!.AsArray().Count.ShouldBe(attempts + 1);
        detail["attempts"]!.AsArray()[0]!["status"]!.GetValue<int>().ShouldBe(500);
        detail["attempts"]!.AsArray()[^1]!["error"].ShouldBeNull();
    }

    [Fact]
    public async Task What_the_consumer_asks_to_wait_is_waited()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        var script = Consumer.On("POST", subscription.Path);
        script.Then(ScriptedAnswer.TooManyRequests(TimeSpan.FromMinutes(10)));
        var members = EventsActions.NewMembers(2);
        var first = await Club.GivenEventsAsync(1, members[0]);
        await WhenTriedAsync(subscription, first[0], 1);

        // Neither this event nor those of others are sent meanwhile.
        var other = await Club.GivenEventsAsync(1, members[1]);
        await WaitFor.Async(() => subscription.LogAsync(), log => log.Count == 2);
        Clock.Now += TimeSpan.FromMinutes(9);
        (await subscription.ReadAsync())["pending"]!.GetValue<int>().ShouldBe(2);
        Consumer.CallsOf(subscription).ShouldHaveSingleItem();
        Clock.Now += TimeSpan.FromMinutes(1.1);

        await subscription.WhenIdleAsync();
        Consumer
            .CallsOf(subscription)
            .Select(call => call.EventId())
            .Order()
            .ShouldBe([.. ((string[])[first[0], first[0], other[0]]).Order()]);
    }

    [Fact]
    public async Task A_date_to_wait_for_is_understood_too()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        var date = (Clock.Now + TimeSpan.FromMinutes(30)).ToString("R", CultureInfo.InvariantCulture);
        Consumer
            .On("POST", subscription.Path)
            .Then(
                ScriptedAnswer.WithStatus(500) with
                {
                    Headers = new Dictionary<string, string> { ["Retry-After"] = date },
                }
            );
        var ids = await Club.GivenEventsAsync(1, EventsActions.NewMembers(1));
        await WhenTriedAsync(subscription, ids[0], 1);

        var next = (await subscription.DeliveryAsync(ids[0]))["nextAttemptAt"]!.GetValue<DateTimeOffset>();

        (next - Clock.Now).ShouldBeInRange(TimeSpan.FromMinutes(29.9), TimeSpan.FromMinutes(30.1));
    }

    [Fact]
    public async Task A_consumer_that_is_gone_disables_its_subscription_and_loses_nothing()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        Consumer.On("POST", subscription.Path).Then(ScriptedAnswer.WithStatus(410));
        var members = EventsActions.NewMembers(2);
        await Club.GivenEventsAsync(1, members[0]);
        await subscription.WhenAsync(view => view["status"]!.ToString() == "disabled");
        await Club.GivenEventsAsync(1, members[1]);
        await subscription.WhenAsync(view => (long)view["pending"]! == 2);
        Consumer.CallsOf(subscription).ShouldHaveSingleItem();

        (await subscription.PostAsync("resume"))["status"]!.ToString().ShouldBe("active");

        await subscription.WhenIdleAsync();
        Consumer.CallsOf(subscription).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        Consumer
            .On("POST", subscription.Path)
            .Always(
                ScriptedAnswer.WithStatus(307) with
                {
                    Headers = new Dictionary<string, string> { ["Location"] = "/elsewhere" },
                }
            );
        var ids = await Club.GivenEventsAsync(1, EventsActions.NewMembers(1));

        await WhenTriedAsync(subscription, ids[0], 1);

        var delivery = (await subscription.DeliveryAsync(ids[0]))["delivery"]!;
        (delivery["state"]!.ToString(), (int)delivery["lastStatus"]!).ShouldBe(("pending", 307));
        Consumer.Journal.ShouldAllBe(call => call.Target == subscription.Path);
    }

    [Fact]
    public async Task A_new_secret_signs_beside_the_old_one_until_the_overlap_is_over()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        var rotated = (await subscription.PostAsync("secrets", new { overlapHours = 1 }))["secret"]!.ToString();
        using (var staff = Club.Staff())
        {
            await (await staff.PostAsJsonAsync($"{subscription.Url}/secrets", new { })).ShouldBeRefusedAsync(
                HttpStatusCode.Conflict,
                "secret-still-overlapping"
            );
        }

        var both = await WhenSignedAsync(subscription, 2);
        Clock.Now += TimeSpan.FromHours(1.1);
        var one = await WhenSignedAsync(subscription, 1);

        (subscription.IsSigned(both), subscription.IsSigned(both, rotated)).ShouldBe((true, true));
        (subscription.IsSigned(one), subscription.IsSigned(one, rotated)).ShouldBe((false, true));
    }

    /// <summary>Nodes hear of a new secret within seconds; until then they sign as before.</summary>
    private async Task<JournalEntry> WhenSignedAsync(TestSubscription subscription, int signatures)
    {
        int Signatures(JournalEntry? call) => call?.Headers["webhook-signature"].Split(' ').Length ?? 0;
        var last = await WaitFor.Async(
            async () =>
            {
                await Club.GivenEventsAsync(1, EventsActions.NewMembers(1));
                return Consumer.CallsOf(subscription).LastOrDefault();
            },
            call => Signatures(call) == signatures
        );
        Signatures(last).ShouldBe(signatures);
        return last!;
    }

    [Fact]
    public async Task What_was_pending_for_too_long_is_given_up_and_goes_once_it_is_old()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        await subscription.PostAsync("pause");
        // More than a statement gives up.
        const int many = 1_100;
        await Club.GivenEventsAsync(many, EventsActions.NewMembers(2));
        var queued = await subscription.WhenAsync(view => (long)view["pending"]! == many);

        Clock.Now += TimeSpan.FromDays(31);
        await Club.SweepEventsAsync();
        var given = await subscription.WhenAsync(view => (long)view["dead"]! == many);
        var log = await subscription.LogAsync("&state=dead");
        Clock.Now += TimeSpan.FromDays(31);
        await Club.SweepEventsAsync();

        queued["oldestPendingAt"].ShouldNotBeNull();
        ((long)given["pending"]!, given["oldestPendingAt"]).ShouldBe((0, null));
        log.Count.ShouldBe(many);
        log.ShouldAllBe(row => row["lastError"]!.ToString() == "too-old");
        (await subscription.LogAsync()).ShouldBeEmpty();
        (await Club.OutboxCountAsync()).ShouldBe(0);
    }

    private static async Task WhenTriedAsync(TestSubscription subscription, string id, int attempts)
    {
        var log = await WaitFor.Async(
            () => subscription.LogAsync(),
            rows => rows.Exists(row => row["eventId"]!.ToString() == id && (int)row["attempts"]! >= attempts)
        );
        ((int)log.Single(row => row["eventId"]!.ToString() == id)["attempts"]!).ShouldBe(attempts);
    }

    public sealed class OnSqlite() : EventRetryTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EventRetryTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EventRetryTests(DatabaseProvider.SqlServer);
}
