using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Loyalty.Tests.Host;
using Shouldly;

namespace Loyalty.Tests.Members;

/// <summary>What tests want of members, said in one line.</summary>
internal static class MembersActions
{
    public const string MembersPath = "/api/admin/v1/members";

    /// <summary>A member's id on the wire, with the first card.</summary>
    public sealed record Enrolled(string Id, string Card)
    {
        public string Url => $"{MembersPath}/{Id}";
    }

    /// <summary>Enrols somebody whom no other test knows.</summary>
    public static Task<Enrolled> EnrolMemberAsync(this Club club) => club.EnrolMemberAsync(Person());

    public static async Task<Enrolled> EnrolMemberAsync(this Club club, JsonObject request)
    {
        using var http = club.Staff();
        var answer = await http.PostAsJsonAsync(MembersPath, request);
        var member = await answer.ReadAsync(HttpStatusCode.Created);
        return new(member["id"]!.ToString(), member["cards"]!.AsArray().FirstOrDefault()?["number"]?.ToString() ?? "");
    }

    /// <summary>The smallest enrolment there is.</summary>
    public static JsonObject Person(string? family = null, string given = "Anna") =>
        new()
        {
            ["member"] = new JsonObject
            {
                ["name"] = new JsonObject { ["given"] = given, ["family"] = family ?? Word() },
            },
        };

    public static JsonObject WithEmail(this JsonObject request, string email, bool verified = true) =>
        request.WithContactPoint("email", email, verified);

    public static JsonObject WithPhone(this JsonObject request, string phone, bool verified = true) =>
        request.WithContactPoint("phone", phone, verified);

    public static JsonObject WithVehicle(this JsonObject request, string vin)
    {
        request["vehicles"] = new JsonArray(new JsonObject { ["vin"] = vin });
        return request;
    }

    public static JsonObject WithExternalId(this JsonObject request, string system, string value)
    {
        request["externalIds"] = new JsonArray(new JsonObject { ["system"] = system, ["value"] = value });
        return request;
    }

    /// <summary>A word that no other test says.</summary>
    public static string Word() => "n" + RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 12);

    public static string Email() => $"{Word()}@example.org";

    public static string Phone() => "+420" + RandomNumberGenerator.GetString("123456789", 9);

    /// <summary>A European number, where position 9 is free.</summary>
    public static string Vin() => "TMB" + RandomNumberGenerator.GetString("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", 14);

    /// <summary>The body, after the status was the one expected; the failure shows the body otherwise.</summary>
    public static async Task<JsonNode> ReadAsync(this HttpResponseMessage answer, HttpStatusCode expected)
    {
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, body);
        return JsonNode.Parse(body)!;
    }

    /// <summary>The problem of a refusal, after its status and code were the ones expected.</summary>
    public static async Task<JsonNode> ShouldBeRefusedAsync(
        this HttpResponseMessage answer,
        HttpStatusCode status,
        string code
    )
    {
        var problem = await answer.ReadAsync(status);
        problem["type"]!.ToString().ShouldBe($"/problems/{code}");
        return problem;
    }

    public static async Task<JsonNode> GetJsonAsync(this HttpClient http, string url) =>
        await (await http.GetAsync(url)).ReadAsync(HttpStatusCode.OK);

    public static Task<HttpResponseMessage> PutIfMatchAsync(
        this HttpClient http,
        string url,
        JsonNode body,
        EntityTagHeaderValue? etag
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = JsonContent.Create(body) };
        if (etag is not null)
        {
            request.Headers.IfMatch.Add(etag);
        }

        return http.SendAsync(request);
    }

    /// <summary>All pages of a list, read with the limit.</summary>
    public static async Task<List<JsonNode>> AllPagesAsync(this HttpClient http, string url, int limit)
    {
        var items = new List<JsonNode>();
        string? after = null;
        for (var page = 0; page < 100; page++)
        {
            var next = after is null ? "" : $"&after={after}";
            var body = await http.GetJsonAsync($"{url}{(url.Contains('?') ? '&' : '?')}limit={limit}{next}");
            body["items"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(limit);
            items.AddRange(body["items"]!.AsArray().OfType<JsonNode>());
            after = body["next"]?.ToString();
            if (after is null)
            {
                return items;
            }
        }

        throw new InvalidOperationException("The list does not end.");
    }

    private static JsonObject WithContactPoint(this JsonObject request, string kind, string value, bool verified)
    {
        request["contactPoints"] ??= new JsonArray();
        request["contactPoints"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["kind"] = kind,
                    ["value"] = value,
                    ["verified"] = verified,
                }
            );
        return request;
    }
}
