using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareContactActions;

namespace Loyalty.Tests.Care;

/// <summary>The call list: each call to one agent, at a time at which one may call, and never to somebody who does not want it.</summary>
public abstract class CareCallTests(DatabaseProvider provider) : CareCallClubTests(provider)
{
    [Fact]
    public async Task The_most_urgent_call_comes_first_then_the_oldest_and_the_number_with_the_call_alone()
    {
        var (rule, urgent) = (await CallRuleAsync(), await CallRuleAsync(priority: 9));
        var phone = MembersActions.Phone();
        var (old, young) = (await CallAsync(rule), await CallAsync(rule));
        var first = await CallAsync(urgent, await Club.GivenReachableAsync("de", "Ada Berg", phone));
        using var agent = Agent("a");

        var listed = (await agent.GetJsonAsync(Calls)).AsArray();
        listed.Select(call => call!["id"]!.ToString()).ShouldBe([$"{first.Id}", $"{old.Id}", $"{young.Id}"]);
        listed.ShouldAllBe(call => call!["script"] == null);
        (await agent.GetJsonAsync($"{Calls}?limit=1")).AsArray().Count.ShouldBe(1);

        var next = await NextAsync(agent);
        next!["id"]!.ToString().ShouldBe($"{first.Id}");
        next["script"]!["phone"]!.ToString().ShouldBe(phone);
        next["script"]!["name"]!.ToString().ShouldBe("Ada Berg");
        next["script"]!["subject"]!.ToString().ShouldBe("Für Ada Berg");
        // Who has one gets that one.
        (await NextAsync(agent))!["id"]!
            .ToString()
            .ShouldBe($"{first.Id}");
        (await agent.GetJsonAsync($"{Calls}?mine=true"))[0]!["script"]!["phone"]!.ToString().ShouldBe(phone);
        (await agent.GetJsonAsync(Calls)).AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Twenty_agents_at_once_never_get_the_same_call()
    {
        var rule = await CallRuleAsync();
        for (var i = 0; i < 12; i++)
        {
            await CallAsync(rule);
        }

        var agents = Enumerable.Range(0, 20).Select(i => Agent($"{i}")).ToArray();
        var got = await Task.WhenAll(agents.Select(NextAsync));

        var ids = got.OfType<JsonNode>().Select(call => call["id"]!.ToString()).ToArray();
        ids.Length.ShouldBe(12);
        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(12);
        var contested = await CallAsync(rule);
        var taken = await Task.WhenAll(
            agents.Select(agent => agent.PostAsync($"{Calls}/{contested.Id}/take", content: null))
        );
        taken.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        taken.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(19);
    }

    [Fact]
    public async Task A_call_is_the_agents_for_a_quarter_of_an_hour_and_only_that_agent_reports()
    {
        var call = await CallAsync(await CallRuleAsync(CareGoal.Booked));
        using (var other = Agent("b"))
        {
            using var agent = Agent("a");
            (await NextAsync(agent)).ShouldNotBeNull();
            (await NextAsync(other)).ShouldBeNull();
            await RefusedAsync(other, call, "outcome", """{"outcome":"booked"}""", "care-call-not-taken");
            await RefusedAsync(other, call, "take", "{}", "care-call-taken");
        }

        Clock.Now = Clock.Now.AddMinutes(15);
        using var second = Agent("b");
        using var first = Agent("a");
        (await NextAsync(second))!["id"]!.ToString().ShouldBe($"{call.Id}");
        await RefusedAsync(first, call, "outcome", """{"outcome":"booked"}""", "care-call-not-taken");
        (await ReportAsync(second, call, """{"outcome":"booked","note":"Tuesday at ten"}"""))["status"]!
            .ToString()
            .ShouldBe("done");
        await RefusedAsync(second, call, "outcome", """{"outcome":"booked"}""", "care-not-under-way");
        await RefusedAsync(second, call, "take", "{}", "care-not-under-way");
    }

    [Fact]
    public async Task Nobody_at_home_is_tried_three_times_and_a_call_back_comes_when_it_is_wanted()
    {
        var rule = await CallRuleAsync();
        var (call, later) = (await CallAsync(rule), await CallAsync(rule));
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            using var agent = Agent("a");
            if (attempt == 1)
            {
                (await NextAsync(agent))!["id"]!.ToString().ShouldBe($"{call.Id}");
            }
            else
            {
                // What was tried comes after what was not.
                (await agent.GetJsonAsync(Calls)).AsArray()[0]!["id"]!.ToString().ShouldBe($"{later.Id}");
                using var taken = await agent.PostAsync($"{Calls}/{call.Id}/take", content: null);
                await taken.ReadAsync(HttpStatusCode.OK);
            }

            var told = await ReportAsync(agent, call, """{"outcome":"noAnswer"}""");
            (told["status"]!.ToString(), told["attempts"]!.GetValue<int>()).ShouldBe(
                (attempt < 3 ? "queued" : "ended", attempt)
            );
            (await agent.GetJsonAsync(Calls)).AsArray().Select(one => one!["id"]!.ToString()).ShouldBe([$"{later.Id}"]);
            if (attempt < 3)
            {
                await RefusedAsync(agent, call, "take", "{}", "care-call-deferred");
            }

            // In the morning: a later time of the same day would soon be night.
            Clock.Now = Clock.Now.AddDays(1);
        }

        using var at = Agent("a");
        (await NextAsync(at)).ShouldNotBeNull();
        foreach (
            var body in new[]
            {
                """{"outcome":"callBack"}""",
                """{"outcome":"callBack","callBackAt":"2026-06-01T00:00:00Z"}""",
                """{"outcome":"callBack","callBackAt":"2027-06-01T00:00:00Z"}""",
                """{"outcome":"answered","callBackAt":"2026-06-08T12:00:00Z"}""",
            }
        )
        {
            await RefusedAsync(at, later, "outcome", body, "invalid-request", HttpStatusCode.UnprocessableEntity);
        }

        await RefusedAsync(
            at,
            later,
            "outcome",
            """{"outcome":"opened"}""",
            "invalid-request",
            HttpStatusCode.UnprocessableEntity
        );
        await ReportAsync(at, later, """{"outcome":"callBack","callBackAt":"2026-06-08T12:00:00Z"}""");
        (await NextAsync(at)).ShouldBeNull();
        Clock.Now = new DateTimeOffset(2026, 6, 8, 12, 0, 0, TimeSpan.Zero);
        using var then = Agent("b");
        (await NextAsync(then))!["id"]!.ToString().ShouldBe($"{later.Id}");
    }

    [Fact]
    public async Task Who_does_not_want_calls_gets_none_any_more()
    {
        var rule = await CallRuleAsync();
        var member = await Club.GivenReachableAsync();
        var (call, second) = (await CallAsync(rule, member), await CallAsync(rule, member));
        var other = await CallAsync(rule);
        using var agent = Club.Staff("support");
        await NextAsync(agent);

        var told = await ReportAsync(agent, call, """{"outcome":"doNotCall","note":"said so twice"}""");

        told["status"]!.ToString().ShouldBe("ended");
        (await Club.ReadContactAsync(second.Id)).Reason.ShouldBe(CareReasons.NoConsent);
        (await agent.GetJsonAsync(Calls)).AsArray().Select(one => one!["id"]!.ToString()).ShouldBe([$"{other.Id}"]);
        var consents = (await agent.GetJsonAsync($"{Admin}/members/{member}/consents")).AsArray();
        consents
            .Where(consent => consent!["channel"]!.ToString() == "phone")
            .Select(consent => (consent!["granted"]!.GetValue<bool>(), consent["source"]!.ToString()))
            .ShouldBe(Enumerable.Repeat((false, "call"), Enum.GetValues<ConsentPurpose>().Length));
        consents.ShouldContain(consent =>
            consent!["channel"]!.ToString() == "email" && consent["granted"]!.GetValue<bool>()
        );

        // Whoever says so in the app meanwhile is not called either.
        var app = (await Club.ReadContactAsync(other.Id)).MemberId;
        await agent.ConsentAsync(app, "phone", granted: false);
        await RefusedAsync(agent, other, "take", "{}", "care-out-of-reach");
        (await NextAsync(agent)).ShouldBeNull();
        (await Club.ReadContactAsync(other.Id)).Status.ShouldBe(CareStatus.Skipped);
    }

    [Fact]
    public async Task In_quiet_hours_of_the_members_day_and_while_snoozed_nobody_calls()
    {
        var rule = await CallRuleAsync();
        var here = await CallAsync(rule);
        var there = await CallAsync(rule);
        await Club.PreferAsync(new CarePreferences { MemberId = there.MemberId, TimeZone = "Asia/Shanghai" });
        using (var agent = Agent("a"))
        {
            // Noon in the club's zone, eight in the evening in Shanghai.
            (await agent.GetJsonAsync(Calls))
                .AsArray()
                .Select(one => one!["id"]!.ToString())
                .ShouldBe([$"{here.Id}"]);
            await RefusedAsync(agent, there, "take", "{}", "care-quiet-hours");
        }

        Clock.Now = new DateTimeOffset(2026, 6, 2, 4, 0, 0, TimeSpan.Zero);
        using var night = Agent("a");
        (await night.GetJsonAsync(Calls)).AsArray().Select(one => one!["id"]!.ToString()).ShouldBe([$"{there.Id}"]);
        (await NextAsync(night))!["id"]!.ToString().ShouldBe($"{there.Id}");
        using var other = Agent("b");
        (await NextAsync(other)).ShouldBeNull();

        Clock.Now = new DateTimeOffset(2026, 6, 2, 12, 0, 0, TimeSpan.Zero);
        await Club.PreferAsync(new CarePreferences { MemberId = here.MemberId, SnoozedUntil = Clock.Now.AddDays(1) });
        using var noon = Agent("b");
        (await noon.GetJsonAsync(Calls)).AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_complaint_on_the_telephone_is_written_down()
    {
        var call = await CallAsync(await CallRuleAsync());
        using var agent = Club.Staff("support");
        await NextAsync(agent);

        (await ReportAsync(agent, call, """{"outcome":"complained","note":"Too many calls"}"""))["status"]!
            .ToString()
            .ShouldBe("sent");

        var complaint = (await agent.GetJsonAsync($"{Admin}/complaints"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        complaint["text"]!.ToString().ShouldBe("Too many calls");
        complaint["careEventId"]!.ToString().ShouldBe($"{call.Id}");
        (await agent.GetJsonAsync(Calls)).AsArray().ShouldBeEmpty();
    }

    public sealed class OnSqlite() : CareCallTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareCallTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareCallTests(DatabaseProvider.SqlServer);
}
