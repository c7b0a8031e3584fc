using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Earning.EarningActions;

namespace Loyalty.Tests.Earning;

public abstract class DryRunTests(DatabaseProvider provider) : ClubTests(provider)
{
    private readonly string partner = NewPartner();
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task It_shows_each_award_with_its_computation_and_why_the_other_rules_gave_nothing()
    {
        var currency = await Club.CreatePointCurrencyAsync();
        var capped = Definition(partner, currency);
        capped["limits"] = new JsonObject { ["pointsMax"] = 10 };
        capped["activationDelayDays"] = 7;
        var matching = await Club.PublishedRuleAsync(capped);
        var fuelOnly = Definition(partner, currency);
        fuelOnly["when"]!["categories"] = new JsonObject { ["include"] = new JsonArray("fuel") };
        var fuel = await Club.PublishedRuleAsync(fuelOnly);
        var large = Definition(partner, currency);
        large["when"]!["amountMin"] = "5000";
        var minimum = await Club.PublishedRuleAsync(large);
        var foreign = await Club.PublishedRuleAsync(Definition(NewPartner(), currency));

        var result = await Club.DryRunAsync(new JsonObject { ["event"] = Payment(partner, now.AddSeconds(1)) });

        var award = result["awards"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)award["rule"]!["id"]).ShouldBe(matching.Id);
        ((int)award["rule"]!["version"]!).ShouldBe(1);
        ((long)award["points"]!).ShouldBe(10);
        ((long)award["cappedFrom"]!).ShouldBe(12);
        ((int)award["activationDelayDays"]!).ShouldBe(7);
        ((string?)award["baseAmount"]!["amount"]).ShouldBe("1234.50");
        ((string?)award["unrounded"]).ShouldBe("12.345");
        ((string?)award["rounding"]).ShouldBe("down per event");
        ((long)result["totals"]![0]!["points"]!).ShouldBe(10);
        ReasonOf(result, fuel).ShouldBe("category");
        ReasonOf(result, minimum).ShouldBe("amount-below-minimum");
        ReasonOf(result, foreign).ShouldBe("partner");
    }

    [Fact]
    public async Task A_draft_is_tried_in_the_place_of_its_published_version_and_nothing_is_written()
    {
        var currency = await Club.CreatePointCurrencyAsync();
        var rule = await Club.PublishedRuleAsync(Definition(partner, currency));
        rule = await Club.ChangeDraftAsync(rule, Definition(partner, currency, pointsPer: "4"));
        var body = new JsonObject { ["event"] = Payment(partner, now.AddDays(-3)), ["draftRuleId"] = rule.Id };

        var result = await Club.DryRunAsync(body);

        var award = result["awards"]!.AsArray().ShouldHaveSingleItem()!;
        ((long)award["points"]!).ShouldBe(49);
        ((bool)award["rule"]!["isDraft"]!).ShouldBeTrue();
        award["rule"]!["version"].ShouldBeNull();
        using var staff = Club.Staff("auditor");
        var after = await (await staff.GetAsync(rule.Path)).ReadRuleAsync();
        after.ETag.ShouldBe(rule.ETag);
    }

    [Fact]
    public async Task A_definition_is_tried_beside_the_published_rules_and_rounds_each_line_where_it_says_so()
    {
        var currency = await Club.CreatePointCurrencyAsync();
        await Club.PublishedRuleAsync(Definition(partner, currency));
        var definition = Definition(partner, currency);
        definition["effect"]!["roundingLevel"] = "line";
        var payment = Payment(partner, now, "300");
        payment["lines"] = new JsonArray(
            new JsonObject { ["amount"] = "199.00" },
            new JsonObject { ["amount"] = "101.00", ["category"] = "books" }
        );
        var name = $"Tried for {partner}";
        definition["name"] = name;

        var result = await Club.DryRunAsync(new JsonObject { ["event"] = payment, ["definition"] = definition });

        result["awards"]!.AsArray().Select(award => (long)award!["points"]!).ShouldBe([3, 2]);
        var tried = result["awards"]![1]!;
        tried["rule"]!["id"].ShouldBeNull();
        tried["lines"]!.AsArray().Select(line => (long)line!["points"]!).ShouldBe([1, 1]);
        ((long)result["totals"]![0]!["points"]!).ShouldBe(5);
        (
            await Club.WithContextAsync(context => context.EarningRules.AnyAsync(rule => rule.Name == name))
        ).ShouldBeFalse();
    }

    [Fact]
    public async Task A_withdrawn_rule_says_so()
    {
        var rule = await Club.PublishedRuleAsync(Definition(partner, await Club.CreatePointCurrencyAsync()));
        await Club.ChangeAsync(rule, HttpMethod.Post, "/withdraw");

        var later = await Club.DryRunAsync(new JsonObject { ["event"] = Payment(partner, now.AddMinutes(5)) });
        var earlier = await Club.DryRunAsync(new JsonObject { ["event"] = Payment(partner, now.AddMinutes(-5)) });

        ReasonOf(later, rule).ShouldBe("withdrawn");
        earlier["awards"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("event.type", "type", "\"\"")]
    [InlineData("event.category", "category", "\"a\\u0000\"")]
    [InlineData("event.lines[0].amount", "lines", "[{\"amount\": \"abc\"}]")]
    [InlineData("event.lines[0].amount", "lines", "[null]")]
    [InlineData("event.lines[1].category", "lines", "[{\"amount\": \"1\"}, {\"amount\": \"2\", \"category\": \"\"}]")]
    public async Task Pain40_A_field_of_the_event_that_cannot_be_accepted_is_named(
        string error,
        string field,
        string value
    )
    {
        var payment = Payment(partner, now);
        payment[field] = JsonNode.Parse(value);
        using var staff = Club.Staff();

        var answer = await staff.PostAsJsonAsync($"{Rules}/dry-run", new JsonObject { ["event"] = payment });

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.ReadJsonAsync())["errors"]!.AsObject().Select(found => found.Key).ShouldBe([error]);
    }

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("0")]
    public async Task Pain40_No_amount_makes_it_fail(string amount)
    {
        await Club.PublishedRuleAsync(Definition(partner, await Club.CreatePointCurrencyAsync(), pointsPer: "100000"));

        var result = await Club.DryRunAsync(new JsonObject { ["event"] = Payment(partner, now, amount) });

        result["awards"]!.AsArray().All(award => (long)award!["points"]! >= 0).ShouldBeTrue();
    }

    [Fact]
    public async Task A_draft_that_is_not_there_is_refused()
    {
        var rule = await Club.PublishedRuleAsync(Definition(partner, await Club.CreatePointCurrencyAsync()));
        using var staff = Club.Staff();
        async Task<HttpStatusCode> TryAsync(JsonObject more)
        {
            more["event"] = Payment(partner, now);
            return (await staff.PostAsJsonAsync($"{Rules}/dry-run", more)).StatusCode;
        }

        (await TryAsync(new() { ["draftRuleId"] = rule.Id })).ShouldBe(HttpStatusCode.Conflict);
        (await TryAsync(new() { ["draftRuleId"] = "rul_00000000000000000000000000" })).ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await TryAsync(new() { ["draftRuleId"] = rule.Id, ["definition"] = new JsonObject() })).ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await TryAsync(new() { ["draftRuleId"] = "mbr_1" })).ShouldBe(HttpStatusCode.BadRequest);
    }

    private static string? ReasonOf(JsonNode result, ReadRule rule) =>
        (string?)result["notMatched"]!.AsArray().Single(item => (string?)item!["rule"]!["id"] == rule.Id)!["reason"];

    public sealed class OnSqlite() : DryRunTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : DryRunTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : DryRunTests(DatabaseProvider.SqlServer);
}
