using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareContactActions;

namespace Loyalty.Tests.Care;

/// <summary>What comes back of contacts, once and in any order.</summary>
public abstract class CareOutcomeTests(DatabaseProvider provider) : CareContactClubTests(provider)
{
    [Fact]
    public async Task An_outcome_counts_once_and_reaches_the_goal()
    {
        var rule = await Club.GivenCareRuleAsync();
        var contact = await Club.GivenContactAsync(rule, await Club.GivenReachableAsync());
        Clock.Now = Clock.Now.AddDays(1);
        using var provider = Club.Staff("support");

        (await TellAsync(provider, contact, """{"outcome":"delivered"}"""))["status"]!.ToString().ShouldBe("sent");
        var done = await TellAsync(
            provider,
            contact,
            """{"outcome":"opened","occurredAt":"2026-06-01T18:00:00Z","note":"from the tracking pixel"}"""
        );
        var again = await TellAsync(provider, contact, """{"outcome":"opened"}""");
        var late = await TellAsync(provider, contact, """{"outcome":"failed"}""");

        done["status"]!.ToString().ShouldBe("done");
        again.ToJsonString().ShouldBe(done.ToJsonString());
        (late["status"]!.ToString(), late["outcome"]!.ToString()).ShouldBe(("done", "opened"));
        var read = await provider.GetJsonAsync($"{Admin}/care-events/{contact.Id}");
        read["reports"]!
            .AsArray()
            .Select(report => $"{report!["outcome"]} {report["note"]}".Trim())
            .ShouldBe(["delivered", "opened from the tracking pixel", "failed"]);
        read["reports"]![1]!["occurredAt"]!.GetValue<DateTimeOffset>().Hour.ShouldBe(18);
    }

    [Fact]
    public async Task Reports_at_once_are_all_kept_and_the_same_one_once()
    {
        var rule = await Club.GivenCareRuleAsync(definition => definition with { Goal = CareGoal.Purchase });
        var contact = await Club.GivenContactAsync(rule, await Club.GivenReachableAsync());
        string[] outcomes = ["delivered", "opened", "answered", "complained"];
        var agents = Enumerable.Range(0, 4).Select(i => Agent($"{i}")).ToArray();

        var answers = await Task.WhenAll(
            agents.SelectMany(agent =>
                outcomes.Select(outcome =>
                    agent.PostJsonAsync($"{Admin}/care-events/{contact.Id}/outcomes", $$"""{"outcome":"{{outcome}}"}""")
                )
            )
        );

        // Who meets others again and again is asked to try again, and changes nothing.
        answers.ShouldAllBe(answer =>
            answer.StatusCode == HttpStatusCode.OK || answer.StatusCode == HttpStatusCode.TooManyRequests
        );
        foreach (var outcome in outcomes)
        {
            await TellAsync(agents[0], contact, $$"""{"outcome":"{{outcome}}"}""");
        }

        var reports = await Club.WithContextAsync(context =>
            context.CareReports.AsNoTracking().OrderBy(report => report.Number).ToListAsync()
        );
        reports.Select(report => report.Number).ShouldBe([1, 2, 3, 4]);
        reports.Select(report => report.Outcome).Distinct().Count().ShouldBe(4);
        (await Club.WithContextAsync(context => context.Complaints.CountAsync())).ShouldBe(1);
        (await Club.ReadContactAsync(contact.Id)).Outcome.ShouldBe(CareOutcome.Complained);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_names_the_field()
    {
        var rule = await Club.GivenCareRuleAsync();
        var member = await Club.GivenReachableAsync();
        var contact = await Club.GivenContactAsync(rule, member);
        using var support = Club.Staff("support");
        foreach (
            var (body, field) in new[]
            {
                ("""{"outcome":"noAnswer"}""", "outcome"),
                ("""{"outcome":"doNotCall"}""", "outcome"),
                ("""{"outcome":"opened","occurredAt":"2026-06-02T12:00:00Z"}""", "occurredAt"),
                ("""{"outcome":"opened","occurredAt":"2026-05-31T12:00:00Z"}""", "occurredAt"),
                ("""{"outcome":"opened","note":"two\nlines"}""", "note"),
            }
        )
        {
            using var answer = await support.PostJsonAsync($"{Admin}/care-events/{contact.Id}/outcomes", body);
            var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
            problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);
        }

        var queued = await Club.GivenContactAsync(rule, member, ConsentChannel.Phone);
        var planned = await Club.GivenPlannedAsync(rule, member);
        foreach (var other in new[] { queued, planned })
        {
            using var answer = await support.PostJsonAsync(
                $"{Admin}/care-events/{other.Id}/outcomes",
                """{"outcome":"answered"}"""
            );
            await answer.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "care-not-under-way");
        }
    }

    [Fact]
    public async Task A_list_is_answered_one_by_one()
    {
        var rule = await Club.GivenCareRuleAsync();
        var member = await Club.GivenReachableAsync();
        var (first, second) = (await Club.GivenContactAsync(rule, member), await Club.GivenContactAsync(rule, member));
        var planned = await Club.GivenPlannedAsync(rule, member);
        using var provider = Club.Staff("support");
        var body = $$"""
            {"outcomes":[
              {"careEventId":"{{first.Id}}","outcome":"opened"},
              {"careEventId":"cev_unknown","outcome":"opened"},
              {"careEventId":"{{planned.Id}}","outcome":"opened"},
              {"careEventId":"{{second.Id}}","outcome":"callBack"},
              {"careEventId":"{{second.Id}}","outcome":"failed"}]}
            """;

        for (var time = 0; time < 2; time++)
        {
            using var answer = await provider.PostJsonAsync($"{Admin}/care-outcomes", body);
            var told = await answer.ReadAsync(HttpStatusCode.OK);
            (told["taken"]!.GetValue<int>(), told["refused"]!.GetValue<int>()).ShouldBe((2, 3));
            told["results"]!
                .AsArray()
                .Select(one => (one!["status"] ?? one["code"])!.ToString())
                .ShouldBe(["done", "not-found", "care-not-under-way", "invalid-request", "ended"]);
        }

        var many = new JsonArray([
            .. Enumerable
                .Range(0, 501)
                .Select(_ => new JsonObject { ["careEventId"] = first.Id.ToString(), ["outcome"] = "opened" }),
        ]);
        using var refused = await provider.PostJsonAsync(
            $"{Admin}/care-outcomes",
            new JsonObject { ["outcomes"] = many }.ToJsonString()
        );
        await refused.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
    }

    private static async Task<JsonNode> TellAsync(HttpClient http, CareEvent contact, string body)
    {
        using var answer = await http.PostJsonAsync($"{Admin}/care-events/{contact.Id}/outcomes", body);
        return await answer.ReadAsync(HttpStatusCode.OK);
    }

    public sealed class OnSqlite() : CareOutcomeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareOutcomeTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareOutcomeTests(DatabaseProvider.SqlServer);
}
