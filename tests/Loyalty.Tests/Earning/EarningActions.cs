using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Tests.Host;
using Shouldly;

namespace Loyalty.Tests.Earning;

/// <summary>A rule as it was read: its JSON and the tag to change it by.</summary>
internal sealed record ReadRule(JsonNode Json, EntityTagHeaderValue ETag)
{
    public string Id => (string)Json["id"]!;

    public string Path => $"/api/admin/v1/earning-rules/{Id}";
}

internal static class EarningActions
{
    public const string Rules = "/api/admin/v1/earning-rules";

    /// <summary>A partner that no other test has, so that rules for it touch nobody else.</summary>
    public static string NewPartner() => Identifier.Format(Identifier.New<PartnerId>(TimeProvider.System.GetUtcNow()));

    public static async Task<string> CreatePointCurrencyAsync(this Club club, string kind = "redeemable")
    {
        var code = "P" + RandomNumberGenerator.GetHexString(12);
        using var staff = club.Staff("manager");
        var answer = await staff.PostAsJsonAsync(
            "/api/admin/v1/point-currencies",
            new
            {
                code,
                name = "Points",
                kind,
            }
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return code;
    }

    /// <summary>1 point per 100 CZK at the partner.</summary>
    public static JsonObject Definition(string partner, string pointCurrency, string pointsPer = "1") =>
        new()
        {
            ["name"] = "One per hundred",
            ["when"] = new JsonObject { ["partner"] = partner },
            ["effect"] = new JsonObject
            {
                ["kind"] = "pointsPerAmount",
                ["pointCurrency"] = pointCurrency,
                ["moneyCurrency"] = "CZK",
                ["pointsPer"] = pointsPer,
                ["perAmount"] = "100",
            },
        };

    public static async Task<ReadRule> CreateRuleAsync(this Club club, JsonObject definition)
    {
        using var staff = club.Staff("manager");
        var answer = await staff.PostAsJsonAsync(Rules, new { definition });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await answer.ReadRuleAsync();
    }

    public static async Task<ReadRule> PublishedRuleAsync(this Club club, JsonObject definition) =>
        await club.ChangeAsync(await club.CreateRuleAsync(definition), HttpMethod.Post, "/publish");

    public static Task<ReadRule> ChangeDraftAsync(this Club club, ReadRule rule, JsonObject definition) =>
        club.ChangeAsync(rule, HttpMethod.Put, "/draft", new JsonObject { ["definition"] = definition });

    public static async Task<ReadRule> ChangeAsync(
        this Club club,
        ReadRule rule,
        HttpMethod method,
        string path,
        JsonObject? body = null
    )
    {
        var answer = await club.TryChangeAsync(rule, method, path, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.ReadRuleAsync();
    }

    public static async Task<HttpResponseMessage> TryChangeAsync(
        this Club club,
        ReadRule rule,
        HttpMethod method,
        string path,
        JsonObject? body = null,
        string? idempotencyKey = null
    )
    {
        using var staff = club.Staff("manager");
        using var request = new HttpRequestMessage(method, rule.Path + path);
        request.Headers.IfMatch.Add(rule.ETag);
        request.Content = body is null ? null : JsonContent.Create(body);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await staff.SendAsync(request);
    }

    public static async Task<JsonNode> DryRunAsync(this Club club, JsonObject body, string role = "auditor")
    {
        using var staff = club.Staff(role);
        var answer = await staff.PostAsJsonAsync($"{Rules}/dry-run", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.ReadJsonAsync();
    }

    public static JsonObject Payment(string partner, DateTimeOffset occurredAt, string amount = "1234.50") =>
        new()
        {
            ["partner"] = partner,
            ["occurredAt"] = occurredAt,
            ["amount"] = new JsonObject { ["amount"] = amount, ["currency"] = "CZK" },
            ["operation"] = "card_payment",
            ["category"] = "groceries",
        };

    public static async Task<ReadRule> ReadRuleAsync(this HttpResponseMessage answer) =>
        new(await answer.ReadJsonAsync(), answer.Headers.ETag!);

    public static async Task<JsonNode> ReadJsonAsync(this HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
