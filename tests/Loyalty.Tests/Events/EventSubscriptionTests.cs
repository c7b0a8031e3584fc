using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Events;

/// <summary>Subscriptions, the test button, the log and replays over the staff's REST.</summary>
public abstract class EventSubscriptionTests(DatabaseProvider provider) : SendingClubTests(provider)
{
    [Fact]
    public async Task A_subscription_is_made_read_changed_and_deleted()
    {
        var subscription = await Club.SubscribeAsync(Consumer, types: ["loyalty.tier.changed"]);
        using var staff = Club.Staff();
        using var read = await staff.GetAsync(subscription.Url);
        var view = await read.ReadAsync(HttpStatusCode.OK);
        view["types"]!.AsArray().Select(type => type!.ToString()).ShouldBe(["loyalty.tier.changed"]);
        view["status"]!.ToString().ShouldBe("active");
        ((int)view["concurrencyMax"]!).ShouldBe(8);
        view.AsObject().ContainsKey("secret").ShouldBeFalse();
        var body = new JsonObject
        {
            ["url"] = new Uri(Consumer.Address, "/other").ToString(),
            ["description"] = "The data warehouse",
            ["concurrencyMax"] = 2,
        };

        using var changed = await staff.PutIfMatchAsync(subscription.Url, body, read.Headers.ETag);
        var now = await changed.ReadAsync(HttpStatusCode.OK);
        now["description"]!.ToString().ShouldBe("The data warehouse");
        now["types"]!.AsArray().ShouldBeEmpty();
        await (await staff.PutIfMatchAsync(subscription.Url, body, read.Headers.ETag)).ShouldBeRefusedAsync(
            HttpStatusCode.PreconditionFailed,
            "stale-version"
        );
        await (await staff.PutIfMatchAsync(subscription.Url, body, etag: null)).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "if-match-required"
        );
        (await staff.GetJsonAsync(EventsActions.Subscriptions)).AsArray().ShouldHaveSingleItem();

        (await staff.DeleteAsync(subscription.Url)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await staff.GetAsync(subscription.Url)).ShouldBeRefusedAsync(HttpStatusCode.NotFound, "not-found");
        await (await staff.DeleteAsync(subscription.Url)).ShouldBeRefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task What_is_wrong_is_named_field_by_field()
    {
        using var staff = Club.Staff();
        var problem = await (
            await staff.PostAsJsonAsync(
                EventsActions.Subscriptions,
                new
                {
                    url = "consumer.example",
                    description = new string('x', 201),
                    types = (string[])["loyalty.tier.changed", "loyalty.everything"],
                    concurrencyMax = 65,
                }
            )
        ).ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");

        problem["errors"]!
            .AsObject()
            .Select(error => error.Key)
            .Order()
            .ShouldBe(["concurrencyMax", "description", "types[1]", "url"]);
    }

    [Fact]
    public async Task An_address_has_one_subscription()
    {
        await Club.SubscribeAsync(Consumer);
        using var staff = Club.Staff();

        using var again = await staff.PostAsJsonAsync(
            EventsActions.Subscriptions,
            new { url = new Uri(Consumer.Address, "/events").ToString() }
        );

        await again.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "subscription-exists");
    }

    [Fact]
    public async Task Only_an_administrator_says_where_events_go_and_support_replays()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        foreach (var role in (string[])["manager", "support", "auditor"])
        {
            using var staff = Club.Staff(role);
            (await staff.GetAsync(subscription.Url)).StatusCode.ShouldBe(HttpStatusCode.OK);
            foreach (var what in (string[])["pause", "resume", "secrets", "test"])
            {
                (await staff.PostAsJsonAsync($"{subscription.Url}/{what}", new { })).StatusCode.ShouldBe(
                    HttpStatusCode.Forbidden
                );
            }

            (await staff.DeleteAsync(subscription.Url)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await staff.PostAsJsonAsync($"{subscription.Url}/replays", new { deadOnly = true })).StatusCode.ShouldBe(
                role == "auditor" ? HttpStatusCode.Forbidden : HttpStatusCode.OK
            );
        }
    }

    [Fact]
    public async Task The_test_button_sends_a_signed_event_now_and_answers_what_the_consumer_said()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        await subscription.PostAsync("pause");
        var taken = await subscription.PostAsync("test");
        Consumer.On("POST", subscription.Path).Always(ScriptedAnswer.WithStatus(404));
        var refused = await subscription.PostAsync("test");
        Consumer.On("POST", subscription.Path).Always(ScriptedAnswer.Cut);
        var cut = await subscription.PostAsync("test");

        ((bool)taken["taken"]!, (int?)taken["status"]).ShouldBe((true, 204));
        ((bool)refused["taken"]!, (int?)refused["status"], (string?)refused["error"]).ShouldBe((false, 404, "refused"));
        ((int?)cut["status"], (string?)cut["error"]).ShouldBe((null, "unreachable"));
        var call = Consumer.CallsOf(subscription)[0];
        subscription.IsSigned(call).ShouldBeTrue();
        call.EventId().ShouldBe(taken["eventId"]!.ToString());
        call.Event()["type"]!.ToString().ShouldBe("loyalty.test");
        call.Headers["Content-Type"].ShouldBe("application/cloudevents+json");
        (await subscription.LogAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_paused_subscription_collects_and_sends_when_it_is_resumed()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        await subscription.PostAsync("pause");
        var ids = await Club.GivenEventsAsync(5, EventsActions.NewMembers(1));
        await subscription.WhenAsync(view => (long)view["pending"]! == 5);
        Consumer.CallsOf(subscription).ShouldBeEmpty();

        await subscription.PostAsync("resume");

        var calls = await Consumer.WhenCallsAsync(subscription, 5);
        calls.Select(call => call.EventId()).ShouldBe(ids);
    }

    [Fact]
    public async Task The_log_is_searched_by_type_member_state_and_time()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        var members = EventsActions.NewMembers(2);
        var ids = await Club.GivenEventsAsync(6, members);
        await Consumer.WhenCallsAsync(subscription, 6);
        await subscription.WhenIdleAsync();

        var all = await subscription.LogAsync();
        all.Select(row => row["eventId"]!.ToString()).ShouldBe(ids.AsEnumerable().Reverse());
        (await subscription.LogAsync($"&member={members[0]}")).Count.ShouldBe(3);
        (await subscription.LogAsync("&type=loyalty.member.enrolled")).Count.ShouldBe(6);
        (await subscription.LogAsync("&type=loyalty.tier.changed")).ShouldBeEmpty();
        (await subscription.LogAsync("&state=delivered")).Count.ShouldBe(6);
        (await subscription.LogAsync("&state=pending")).ShouldBeEmpty();
        var at = all[0]["happenedAt"]!.GetValue<DateTimeOffset>();
        (await subscription.LogAsync($"&from={at.AddHours(-1):u}&until={at.AddHours(1):u}")).Count.ShouldBe(6);
        (await subscription.LogAsync($"&from={at.AddHours(1):u}")).ShouldBeEmpty();
        using var staff = Club.Staff("auditor");
        (await staff.AllPagesAsync($"{EventsActions.Deliveries}?subscription={subscription.Id}", limit: 4))
            .Select(row => row["eventId"]!.ToString())
            .ShouldBe(ids.AsEnumerable().Reverse());
        foreach (
            var (query, field) in ((string, string)[])
                [
                    ("subscription=x", "subscription"),
                    ("type=x", "type"),
                    ("member=x", "member"),
                    ("state=x", "state"),
                    ("after=eA", "after"),
                    ("from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "until"),
                ]
        )
        {
            var problem = await (await staff.GetAsync($"{EventsActions.Deliveries}?{query}")).ShouldBeRefusedAsync(
                HttpStatusCode.UnprocessableEntity,
                "invalid-request"
            );
            problem["errors"]![field].ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_range_is_replayed_under_the_same_ids_also_what_was_never_queued()
    {
        var first = await Club.SubscribeAsync(Consumer);
        var ids = await Club.GivenEventsAsync(30, EventsActions.NewMembers(3));
        await Consumer.WhenCallsAsync(first, 30);
        await first.WhenIdleAsync();
        var late = await Club.SubscribeAsync(Consumer, "/late");
        var now = TimeProvider.System.GetUtcNow();
        var range = new { from = now.AddHours(-1), until = now.AddHours(1) };

        ((int)(await first.PostAsync("replays", range))["queued"]!).ShouldBe(30);
        ((int)(await late.PostAsync("replays", range))["queued"]!).ShouldBe(30);
        ((int)(await first.PostAsync($"deliveries/{ids[0]}/replay"))["queued"]!).ShouldBeLessThanOrEqualTo(1);

        await WaitFor.Async(() => Task.FromResult(Consumer.CallsOf(first)), calls => calls.Count >= 60);
        await late.WhenIdleAsync();
        Consumer.CallsOf(first).Select(call => call.EventId()).Distinct().Order().ShouldBe(ids.Order());
        Consumer.CallsOf(late).Select(call => call.EventId()).Order().ShouldBe(ids.Order());
        using var staff = Club.Staff();
        await (await staff.PostAsJsonAsync($"{first.Url}/replays", new { range.from })).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "invalid-request"
        );
        await (
            await staff.PostAsJsonAsync($"{late.Url}/deliveries/evt_{new string('0', 26)}/replay", new { })
        ).ShouldBeRefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_club_that_nobody_listens_to_writes_nothing_down()
    {
        var subscription = await Club.SubscribeAsync(Consumer, types: ["loyalty.tier.changed"]);
        await Club.GivenMemberWithPointsAsync(100);
        await Club.EnrolMemberAsync();

        (await Club.OutboxCountAsync()).ShouldBe(0);
        (await subscription.LogAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Private_addresses_are_neither_taken_nor_called()
    {
        await using var club = await Club.StartAsync(Club.Database.Provider, clock: null, "--Jobs:Run=true");
        using var staff = club.Staff();
        foreach (
            var url in (string[])
                ["http://consumer.example/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/"]
        )
        {
            var problem = await (
                await staff.PostAsJsonAsync(EventsActions.Subscriptions, new { url })
            ).ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
            problem["errors"]!["url"].ShouldNotBeNull();
        }

        // A name is judged where it leads.
        using var made = await staff.PostAsJsonAsync(EventsActions.Subscriptions, new { url = "https://localhost:1/" });
        var id = (await made.ReadAsync(HttpStatusCode.Created))["subscription"]!["id"]!;
        using var tested = await staff.PostAsJsonAsync($"{EventsActions.Subscriptions}/{id}/test", new { });
        ((string?)(await tested.ReadAsync(HttpStatusCode.OK))["error"]).ShouldBe("private-address");
    }

    public sealed class OnSqlite() : EventSubscriptionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EventSubscriptionTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EventSubscriptionTests(DatabaseProvider.SqlServer);
}
