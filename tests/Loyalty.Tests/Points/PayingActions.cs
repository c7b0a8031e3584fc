using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Tests.Members;
using Shouldly;

namespace Loyalty.Tests.Points;

/// <summary>Orders that are paid with points over the staff's REST, in CZK.</summary>
internal static class PayingActions
{
    public static decimal[] Amounts(JsonNode node, params string[] fields) =>
        [.. fields.Select(field => Number(node[field]!["amount"]!.ToString()))];

    public static (string Order, string Paid, string Due, string Difference) Payment(JsonNode done)
    {
        string Amount(string field) => (string)done["payment"]![field]!["amount"]!;
        return (Amount("orderAmount"), Amount("paidWithPoints"), Amount("due"), Amount("difference"));
    }

    public static async Task<(long Points, decimal PointsValue, decimal Money)> RefundAsync(
        HttpClient staff,
        string order,
        string? amount
    )
    {
        var done = await (await ReverseAsync(staff, order, amount)).ReadAsync(HttpStatusCode.Created);
        var refund = done["refund"]!;
        done["entries"]!.AsArray().Sum(entry => (long)entry!["points"]!).ShouldBe((long)refund["points"]!);
        var amounts = Amounts(refund, "pointsValue", "money");
        return ((long)refund["points"]!, amounts[0], amounts[1]);
    }

    public static Task<HttpResponseMessage> ReverseAsync(
        HttpClient staff,
        string order,
        string? amount,
        string? key = null
    ) =>
        staff.SendAsync(
            $"operations/{order}/reversals",
            new JsonObject { ["amount"] = amount is null ? null : Money($"{amount} CZK") },
            key
        );

    public static Task<HttpResponseMessage> PayAsync(
        HttpClient staff,
        MemberId member,
        string order,
        string? amount = null,
        string? key = null,
        string? code = null
    )
    {
        var body = Order($"{order} CZK", amount is null ? null : $"{amount} CZK");
        body["currency"] = code ?? PointsActions.Points.Value;
        return staff.SendAsync($"members/{member}/redemptions", body, key);
    }

    public static JsonObject Order(string order, string? amount) =>
        new()
        {
            ["currency"] = PointsActions.Points.Value,
            ["payment"] = new JsonObject
            {
                ["orderAmount"] = Money(order),
                ["amount"] = amount is null ? null : Money(amount),
            },
        };

    public static JsonObject Money(string text) => new() { ["amount"] = text[..^4], ["currency"] = text[^3..] };

    public static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    public static JsonObject Currency(string code, string? value, string kind = "redeemable") =>
        new()
        {
            ["code"] = code,
            ["name"] = "Points",
            ["kind"] = kind,
            ["valuePerPoint"] = value is null ? null : Money($"{value} CZK"),
        };

    public static async Task CreateCurrencyAsync(HttpClient manager, string code, string? value)
    {
        var created = await manager.PostAsJsonAsync("/api/admin/v1/point-currencies", Currency(code, value));
        created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
    }

    public static async Task ChangeValueAsync(HttpClient manager, string code, string value)
    {
        var path = $"/api/admin/v1/point-currencies/{code}";
        var read = await manager.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Put, path);
        request.Headers.IfMatch.Add(read.Headers.ETag!);
        request.Content = JsonContent.Create(
            new JsonObject
            {
                ["name"] = "Points",
                ["expiry"] = new JsonObject { ["kind"] = "never" },
                ["costPerPoint"] = null,
                ["valuePerPoint"] = Money($"{value} CZK"),
            }
        );
        (await manager.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
