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
    [Fact]
    public async Task Pain34_Every_field_that_is_sent_comes_back_as_it_was_sent()
    {
        var definition = JsonNode
            .Parse(
                $$"""
                {
                  "name": "Fuel · 加油 · doppelt",
                  "when": {
                    "partner": "{{NewPartner()}}", "eventType": "loyalty.transaction.posted",
                    "operations": ["card_payment"],
                    "categories": { "include": ["fuel"], "exclude": ["tax"] }, "amountMin": "50.00"
                  },
                  "effect": {
                    "kind": "pointsPerAmount", "pointCurrency": "{{await Club.CreatePointCurrencyAsync()}}",
                    "moneyCurrency": "CNY", "pointsPer": "1.5", "perAmount": "100", "rounding": "halfEven",
                    "roundingLevel": "line", "roundingOf": "units"
                  },
                  "limits": { "pointsMin": 1, "pointsMax": 500 },
                  "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2027-01-01T00:00:00+08:00",
                  "activationDelayDays": 14, "priority": -5
                }
                """
            )!
            .AsObject();

        var rule = await Club.PublishedRuleAsync(definition);

        JsonNode.DeepEquals(rule.Json["versions"]![0]!["definition"], definition).ShouldBeTrue();
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

    private static void Set(JsonObject definition, string field, JsonNode? value)
    {
        // The value of a field in brackets, or beside others, is that of the object or list around it.
        var path = field.Split('[')[0].Split('.');
        var target = definition;
        var depth = value is JsonObject ? path.Length - 2 : path.Length - 1;
        foreach (var step in path[..depth])
        {
            target = (JsonObject)(target[step] ??= new JsonObject());
        }

        target[path[depth]] = value;
    }

    public sealed class OnSqlite() : RuleDefinitionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RuleDefinitionTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RuleDefinitionTests(DatabaseProvider.SqlServer);
}
