using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Earning.EarningActions;

namespace Loyalty.Tests.Earning;

/// <summary>What a definition must be to be taken.</summary>
public abstract class RuleDefinitionTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Theory]
    [InlineData(
        "\"kind\": \"pointsPerAmount\", \"pointsPer\": \"1.5\", \"perAmount\": \"100\", \"rounding\": \"halfEven\", \"roundingLevel\": \"line\", \"roundingOf\": \"units\""
    )]
    [InlineData("\"kind\": \"fixed\", \"points\": 50")]
    [InlineData(
        "\"kind\": \"threshold\", \"steps\": [{\"amountFrom\": \"0\", \"points\": 1}, {\"amountFrom\": \"99.5\", \"points\": 7}]"
    )]
    [InlineData("\"kind\": \"multiplier\", \"factor\": \"2.5\", \"stacking\": \"compounding\", \"rounding\": \"up\"")]
    public async Task Pain34_Every_field_that_is_sent_comes_back_as_it_was_sent(string effect)
    {
        var definition = JsonNode
            .Parse(
                $$$"""
                {
                  "name": "Fuel · 加油 · doppelt",
                  "when": {
                    "partners": ["{{{NewPartner()}}}"], "eventType": "loyalty.transaction.posted",
                    "operations": ["card_payment"], "channels": ["web"],
                    "categories": { "include": ["fuel", "3000-3299"], "exclude": ["tax"] },
                    "products": { "include": ["E10"], "exclude": ["E5"] }, "amountMin": "50.00", "amountMax": "5000",
                    "weekdays": ["monday", "sunday"], "hours": { "from": "18:00", "until": "24:00" }, "tiers": ["GOLD"],
                    "attributes": { "segment": ["vip", "fleet"] }, "firstPurchase": true, "birthdayMonth": false,
                    "vehicleModels": ["EX90"], "eventCount": { "every": 3, "per": "month" }
                  },
                  "base": { "amount": "gross", "excludeKinds": ["tax"] },
                  "effect": {
                    "pointCurrency": "{{{await Club.CreatePointCurrencyAsync()}}}", "moneyCurrency": "CNY", {{{effect}}}
                  },
                  "limits": {
                    "pointsMin": 1, "pointsMax": 500, "pointsPerDayMax": 1000, "pointsPerWeekMax": 2000,
                    "pointsPerMonthMax": 3000, "pointsPerLifetimeMax": 9000,
                    "budget": { "amountMax": { "amount": "5000.00", "currency": "CNY" }, "costPerPoint": "0.01" }
                  },
                  "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2027-01-01T00:00:00+08:00",
                  "activationDelayDays": 14, "expiry": { "kind": "fixedDates", "dates": ["02-29", "12-31"], "daysMin": 30 },
                  "priority": -5, "exclusive": true, "group": { "name": "summer", "keep": "first" }
                }
                """
            )!
            .AsObject();

        var rule = await Club.PublishedRuleAsync(definition);

        var kept = rule.Json["versions"]![0]!["definition"]!.AsObject();
        DropNulls(kept);
        JsonNode.DeepEquals(kept, definition).ShouldBeTrue(kept.ToJsonString());
    }

    /// <summary>What was left out is answered as null.</summary>
    private static void DropNulls(JsonObject part)
    {
        foreach (var (name, value) in part.ToArray())
        {
            if (value is null)
            {
                part.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                DropNulls(inner);
            }
        }
    }

    [Theory]
    [InlineData("name", "null")]
    [InlineData("name", "\"  \"")]
    [InlineData("name", "\"a\\u0000b\"")]
    [InlineData("when.partner", "\"northbank\"")]
    [InlineData("when.eventType", "\"\"")]
    [InlineData("when.operations[1]", "[\"card_payment\", \"\"]")]
    [InlineData("when.operations[0]", "[null]")]
    [InlineData("when.categories.include[0]", "{\"include\": [\"\\n\"]}")]
    [InlineData("when.categories.exclude[0]", "{\"exclude\": [\"\"]}")]
    [InlineData("when.amountMin", "\"-1\"")]
    [InlineData("when.partners[1]", "[\"prt_00000000000000000000000000\", \"bank\"]")]
    [InlineData("when.channels[0]", "[\"\"]")]
    [InlineData("when.categories.include[0]", "{\"include\": [\"3299-3000\"]}")]
    [InlineData("when.products.exclude[0]", "{\"exclude\": [\"a\\u0000\"]}")]
    [InlineData("when.amountMax", "\"-0.01\"")]
    [InlineData("when.hours.from", "{\"from\": \"25:00\", \"until\": \"12:00\"}")]
    [InlineData("when.hours.from", "{\"until\": \"12:00\"}")]
    [InlineData("when.hours.until", "{\"from\": \"12:00\", \"until\": \"12:00\"}")]
    [InlineData("when.hours.until", "{\"from\": \"12:00\", \"until\": \"noon\"}")]
    [InlineData("when.tiers[0]", "[\"gold\"]")]
    [InlineData("when.attributes", "{\"Segment\": [\"vip\"]}")]
    [InlineData("when.attributes.segment", "{\"segment\": []}")]
    [InlineData("when.attributes.segment", "{\"segment\": null}")]
    [InlineData("when.attributes.segment[0]", "{\"segment\": [\"\"]}")]
    [InlineData("when.vehicleModels[0]", "[null]")]
    [InlineData("when.eventCount", "{}")]
    [InlineData("when.eventCount", "{\"nth\": 1, \"every\": 2}")]
    [InlineData("when.eventCount.nth", "{\"nth\": 0}")]
    [InlineData("when.eventCount.every", "{\"every\": -1}")]
    [InlineData("effect.points", "5")]
    [InlineData("effect.factor", "\"2\"")]
    [InlineData("effect.stacking", "\"additive\"")]
    [InlineData("effect.steps", "[{\"amountFrom\": \"1\", \"points\": 1}]")]
    [InlineData("limits.pointsPerDayMax", "{\"pointsPerDayMax\": 0}")]
    [InlineData("limits.pointsPerWeekMax", "{\"pointsPerWeekMax\": -1}")]
    [InlineData("limits.pointsPerMonthMax", "{\"pointsPerMonthMax\": 0}")]
    [InlineData("limits.pointsPerLifetimeMax", "{\"pointsPerLifetimeMax\": 9223372036854775807}")]
    [InlineData("limits.budget.pointsMax", "{\"budget\": {}}")]
    [InlineData(
        "limits.budget.pointsMax",
        "{\"budget\": {\"pointsMax\": 5, \"amountMax\": {\"amount\": \"1\", \"currency\": \"CZK\"}, \"costPerPoint\": \"1\"}}"
    )]
    [InlineData("limits.budget.costPerPoint", "{\"budget\": {\"pointsMax\": 5, \"costPerPoint\": \"1\"}}")]
    [InlineData(
        "limits.budget.costPerPoint",
        "{\"budget\": {\"amountMax\": {\"amount\": \"1\", \"currency\": \"CZK\"}}}"
    )]
    [InlineData(
        "limits.budget.costPerPoint",
        "{\"budget\": {\"amountMax\": {\"amount\": \"1\", \"currency\": \"CZK\"}, \"costPerPoint\": \"2\"}}"
    )]
    [InlineData(
        "limits.budget.amountMax.amount",
        "{\"budget\": {\"amountMax\": {\"amount\": \"0\", \"currency\": \"CZK\"}, \"costPerPoint\": \"1\"}}"
    )]
    [InlineData(
        "limits.budget.amountMax.currency",
        "{\"budget\": {\"amountMax\": {\"amount\": \"1\", \"currency\": \"XYZ\"}, \"costPerPoint\": \"1\"}}"
    )]
    [InlineData("expiry.kind", "{}")]
    [InlineData("expiry.days", "{\"kind\": \"rollingDays\"}")]
    [InlineData("expiry.dates[0]", "{\"kind\": \"fixedDates\", \"dates\": [\"31.3.\"]}")]
    [InlineData("group.name", "{}")]
    [InlineData("effect", "null")]
    [InlineData("effect.kind", "null")]
    [InlineData("effect.pointCurrency", "\"points\"")]
    [InlineData("effect.pointCurrency", "\"NOT_OURS\"")]
    [InlineData("effect.moneyCurrency", "\"XXX\"")]
    [InlineData("effect.pointsPer", "\"0\"")]
    [InlineData("effect.pointsPer", "\"1.00001\"")]
    [InlineData("effect.pointsPer", "\"100001\"")]
    [InlineData("effect.perAmount", "\"-5\"")]
    [InlineData("effect.perAmount", "\"1e3\"")]
    [InlineData("effect.perAmount", "\"1,000\"")]
    [InlineData("effect.perAmount", "\"99999999999999999999999999999999999999\"")]
    [InlineData("limits.pointsMin", "{\"pointsMin\": 5, \"pointsMax\": 4}")]
    [InlineData("limits.pointsMin", "{\"pointsMin\": -1}")]
    [InlineData("limits.pointsMax", "{\"pointsMax\": 0}")]
    [InlineData("limits.pointsMax", "{\"pointsMax\": 9223372036854775807}")]
    [InlineData("validUntil", "\"2020-01-01T00:00:00Z\"")]
    [InlineData("activationDelayDays", "366")]
    [InlineData("activationDelayDays", "-1")]
    [InlineData("activation.atLatestDays", "{\"byEvent\": true, \"atLatestDays\": 0}")]
    [InlineData("activation.atLatestDays", "{\"byEvent\": true, \"atLatestDays\": 366}")]
    [InlineData("activation.atLatestDays", "{\"atLatestDays\": 3}")]
    [InlineData("priority", "10001")]
    public async Task Pain40_A_field_that_cannot_be_accepted_is_named(string field, string value)
    {
        var definition = Definition(NewPartner(), await Club.CreatePointCurrencyAsync());
        definition["validFrom"] = "2020-01-01T00:00:00Z";
        Set(definition, field, JsonNode.Parse(value));
        using var staff = Club.Staff();

        var answer = await staff.PostAsJsonAsync(Rules, new { definition });

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await answer.ReadJsonAsync();
        ((string?)problem["type"]).ShouldBe("/problems/invalid-request");
        problem["errors"]!.AsObject().Select(error => error.Key).ShouldContain($"definition.{field}");
    }

    [Fact]
    public async Task Pain40_A_delay_beside_an_activation_by_event_is_named()
    {
        var definition = Definition(NewPartner(), await Club.CreatePointCurrencyAsync());
        definition["activation"] = new JsonObject { ["byEvent"] = true };
        definition["activationDelayDays"] = 3;
        using var staff = Club.Staff();

        var problem = await (await staff.PostAsJsonAsync(Rules, new { definition })).ReadJsonAsync();

        problem["errors"]!.AsObject().Single().Key.ShouldBe("definition.activationDelayDays");
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        using var staff = Club.Staff();

        var answer = await staff.PostAsJsonAsync(Rules, new { definition = new { effect = new { } } });

        var errors = (await answer.ReadJsonAsync())["errors"]!.AsObject().Select(error => error.Key);
        errors.ShouldBe(
            [
                "definition.name",
                "definition.effect.kind",
                "definition.effect.pointCurrency",
                "definition.effect.moneyCurrency",
                "definition.effect.pointsPer",
                "definition.effect.perAmount",
            ],
            ignoreOrder: true
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"definition\": null}")]
    [InlineData("{\"definition\": 5}")]
    [InlineData("{\"definition\": {\"name\": 5}}")]
    [InlineData("{\"definition\": {\"name\": \"\\ud800\"}}")]
    [InlineData("{\"definition\": {\"unknown\": 1}}")]
    [InlineData("{\"definition\": {\"when\": {\"weekday\": 1}}}")]
    [InlineData("{\"definition\": {\"when\": {\"weekdays\": [\"Funday\"]}}}")]
    [InlineData("{\"definition\": {\"when\": {\"attributes\": [1]}}}")]
    [InlineData("{\"definition\": {\"base\": {\"excludeKinds\": [\"gold\"]}}}")]
    [InlineData("{\"definition\": {\"expiry\": {\"kind\": \"soon\"}}}")]
    [InlineData("{\"definition\": {\"effect\": {\"rounding\": \"sideways\"}}}")]
    [InlineData("{\"definition\": {\"effect\": {\"rounding\": 1}}}")]
    [InlineData("{\"definition\": {\"validFrom\": \"0001-01-01T00:00:00+14:00\"}}")]
    [InlineData("{\"definition\": {\"priority\": 99999999999}}")]
    public async Task Pain40_A_body_of_another_form_is_refused(string body)
    {
        using var staff = Club.Staff();

        var answer = await staff.PostAsync(Rules, new StringContent(body, Encoding.UTF8, "application/json"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>An object is the value of the part of the definition that the field lies in, a list that of the field.</summary>
    private static void Set(JsonObject definition, string field, JsonNode? value)
    {
        var path = field.Split('[')[0].Split('.');
        var depth =
            value is not JsonObject ? path.Length - 1
            : path is ["when", "attributes", ..] or ["when", "eventCount", ..] or ["when", "hours", ..] ? 1
            : path is ["when", ..] ? path.Length - 2
            : 0;
        var target = definition;
        foreach (var step in path[..depth])
        {
            target = (JsonObject)(target[step] ??= new JsonObject());
        }

        target[path[depth]] = value;
        if (path is ["when", "partners"])
        {
            target.Remove("partner");
        }
    }

    public sealed class OnSqlite() : RuleDefinitionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RuleDefinitionTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RuleDefinitionTests(DatabaseProvider.SqlServer);
}
