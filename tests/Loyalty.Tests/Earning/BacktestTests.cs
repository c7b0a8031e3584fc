using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Earning;

public abstract class BacktestTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_draft_is_run_over_what_happened_with_winners_losers_and_cost_and_nothing_is_posted()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        var rule = await Club.PublishedRuleAsync(EarningActions.Definition(partner.View.Id.ToString(), currency));
        var (small, large) = (await Club.SomeMemberAsync(), await Club.SomeMemberAsync());
        await partner.SendAsync(RuleCapsTests.Payment(small, 300));
        await partner.SendAsync(RuleCapsTests.Payment(large, 5_000));
        await partner.SendAsync(WithLines(RuleCapsTests.Payment(large, 1_000)));
        var draft = EarningActions.Definition(partner.View.Id.ToString(), currency, pointsPer: "2");
        draft["limits"] = new JsonObject { ["pointsPerDayMax"] = 40 };
        rule = await Club.ChangeDraftAsync(rule, draft);

        var done = await RunAsync(rule, new { days = 1, costPerPoint = new { amount = "0.25", currency = "CZK" } });

        ((string?)done["status"]).ShouldBe("done");
        var result = done["result"]!;
        ((long)done["processed"]!).ShouldBe((long)done["total"]!);
        var cost = result["costs"]!.AsArray().Single(one => (string?)one!["pointCurrency"] == currency)!;
        // Posted: 3, 50 and 6 (400 of 1,000 were paid with points). Tried: 6, and 40 of the day for 100 and 12.
        ((long)cost["pointsPosted"]!).ShouldBe(59);
        ((long)cost["pointsTried"]!).ShouldBe(46);
        ((long)cost["pointsOfDraft"]!).ShouldBe(46);
        ((string?)cost["costTried"]!["amount"]).ShouldBe("11.50");
        ((string?)cost["costDifference"]!["amount"]).ShouldBe("-3.25");
        ((string?)cost["costDifference"]!["currency"]).ShouldBe("CZK");
        var ofPartner = result["partners"]!
            .AsArray()
            .Single(one => (string?)one!["name"] == partner.View.Id.ToString())!;
        ((long)ofPartner["winners"]!, (long)ofPartner["losers"]!).ShouldBe((1, 2));
        ((long)ofPartner["pointsMore"]!, (long)ofPartner["pointsLess"]!).ShouldBe((3, 16));
        ((long)result["members"]!["winners"]!, (long)result["members"]!["losers"]!).ShouldBe((1, 1));
        ((long)result["pointsPerMember"]!["max"]!).ShouldBe(40);
        var after = await Club.DryRunAsync(
            new JsonObject
            {
                ["event"] = EarningActions.Payment(partner.View.Id.ToString(), TimeProvider.System.GetUtcNow()),
            }
        );
        after["awards"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_cost_of_a_point_is_that_of_the_budget_where_nobody_says_another()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        await partner.SendAsync(RuleCapsTests.Payment(await Club.SomeMemberAsync(), 1_000));
        var draft = EarningActions.Definition(partner.View.Id.ToString(), currency);
        draft["limits"] = new JsonObject
        {
            ["budget"] = new JsonObject
            {
                ["amountMax"] = new JsonObject { ["amount"] = "3.5", ["currency"] = "EUR" },
                ["costPerPoint"] = "0.5",
            },
        };

        var done = await RunAsync(await Club.CreateRuleAsync(draft), new { days = 1 });

        var cost = done["result"]!["costs"]!.AsArray().Single(one => (string?)one!["pointCurrency"] == currency)!;
        ((string?)cost["costTried"]!["amount"], (string?)cost["costTried"]!["currency"]).ShouldBe(("3.50", "EUR"));
    }

    [Fact]
    public async Task Pain40_What_cannot_be_run_is_refused()
    {
        var currency = await Club.CreatePointCurrencyAsync();
        var published = await Club.PublishedRuleAsync(EarningActions.Definition(EarningActions.NewPartner(), currency));
        var draft = await Club.CreateRuleAsync(EarningActions.Definition(EarningActions.NewPartner(), currency));
        using var staff = Club.Staff("manager");
        async Task<HttpStatusCode> StartAsync(string path, object body) =>
            (await staff.PostAsJsonAsync(path + "/backtests", body)).StatusCode;

        (await StartAsync(published.Path, new { days = 1 })).ShouldBe(HttpStatusCode.Conflict);
        (await StartAsync(draft.Path, new { days = 0 })).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await StartAsync(draft.Path, new { days = 1, limit = 0 })).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (
            await StartAsync(draft.Path, new { days = 1, costPerPoint = new { amount = "-1", currency = "CZK" } })
        ).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await StartAsync($"{EarningActions.Rules}/rul_00000000000000000000000000", new { days = 1 })).ShouldBe(
            HttpStatusCode.NotFound
        );
        (await staff.GetAsync($"{draft.Path}/backtests/btt_00000000000000000000000000")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        using var auditor = Club.Staff("auditor");
        (await auditor.PostAsJsonAsync(draft.Path + "/backtests", new { days = 1 })).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task A_run_can_be_cancelled_and_one_that_has_ended_stays_as_it_is()
    {
        var rule = await Club.CreateRuleAsync(
            EarningActions.Definition(EarningActions.NewPartner(), await Club.CreatePointCurrencyAsync())
        );
        var done = await RunAsync(rule, new { days = 1, limit = 1 });
        using var staff = Club.Staff("manager");

        var cancelled = await staff.DeleteAsync($"{rule.Path}/backtests/{(string?)done["id"]}");

        ((string?)(await cancelled.ReadJsonAsync())["status"]).ShouldBe("done");
        ((long)done["processed"]!).ShouldBeLessThanOrEqualTo(1);
        var list = await (await staff.GetAsync($"{rule.Path}/backtests")).ReadJsonAsync();
        list.AsArray().ShouldHaveSingleItem()!["result"].ShouldBeNull();
    }

    /// <summary>Two suites share the host, and it runs one at a time.</summary>
    private async Task<JsonNode> RunAsync(ReadRule rule, object body)
    {
        using var staff = Club.Staff("manager");
        var started = await WaitFor.Async(
            () => staff.PostAsJsonAsync(rule.Path + "/backtests", body),
            answer => answer.StatusCode != HttpStatusCode.Conflict
        );
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync());
        var location = started.Headers.Location!;
        return await WaitFor.Async(
            async () => await (await staff.GetAsync(location)).ReadJsonAsync(),
            run => (string?)run["status"] != "running"
        );
    }

    private static JsonObject WithLines(JsonObject payment)
    {
        payment["data"]!["lines"] = new JsonArray(
            new JsonObject { ["amount"] = "1000", ["category"] = "books" },
            new JsonObject { ["amount"] = "400", ["kind"] = "points" }
        );
        return payment;
    }

    public sealed class OnSqlite() : BacktestTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : BacktestTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : BacktestTests(DatabaseProvider.SqlServer);
}
