using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Api.Partners;
using Loyalty.Api.Seeding;
using Loyalty.Identity.Administration;
using Loyalty.Identity.Clients;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Loyalty.Tests.Partners;

/// <summary>A partner's system at <c>/api/partner/v1</c>.</summary>
internal static class PartnerApiActions
{
    public const string Root = "/api/partner/v1";

    /// <summary>The partner's system, whose client is bound.</summary>
    public static async Task<HttpClient> SystemAsync(this TestPartner partner)
    {
        var clientId = $"client-{partner.View.Slug}";
        using var bound = await partner.BindAsync(clientId);
        bound.StatusCode.ShouldBe(HttpStatusCode.OK, await bound.Content.ReadAsStringAsync());
        return partner.Club.System(clientId);
    }

    public static async Task<HttpResponseMessage> BindAsync(
        this TestPartner partner,
        string clientId,
        string role = "manager"
    )
    {
        using var staff = partner.Club.Staff(role);
        return await staff.PostAsJsonAsync(
            $"/api/admin/v1/partners/{partner.View.Slug}/clients",
            new BindClientBody(clientId),
            Club.Json
        );
    }

    public static async Task<JsonNode> OkAsync(this HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path.StartsWith('/') ? path : $"{Root}/{path}");
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>The problem's code, after the status.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        return ((string)JsonNode.Parse(text)!["type"]!)["/problems/".Length..];
    }

    /// <summary>The same signed request that the webhook endpoint gets, to the sandbox.</summary>
    public static async Task<JsonNode> TryAsync(
        this HttpClient system,
        TestPartner partner,
        JsonNode body,
        Action<HttpRequestMessage>? change = null
    )
    {
        using var request = partner.Sign(
            Encoding.UTF8.GetBytes(body.ToJsonString()),
            body is JsonArray ? TestPartner.BatchType : TestPartner.EventType,
            partner.Secret
        );
        request.RequestUri = new Uri($"{Root}/sandbox/events", UriKind.Relative);
        change?.Invoke(request);
        using var answer = await system.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    public static IReadOnlyList<string> Reasons(this JsonNode tried) =>
        [.. tried["signature"]!["reasons"]!.AsArray().Select(reason => (string)reason!["code"]!)];

    public static async Task<HttpResponseMessage> ReconcileAsync(
        this HttpClient system,
        string lines,
        DateOnly day,
        string mediaType = "text/csv",
        string? source = "/ledger/cards"
    )
    {
        var query = source is null ? "" : $"&source={Uri.EscapeDataString(source)}";
        return await system.PostAsync(
            $"{Root}/reconciliations?day={day:yyyy-MM-dd}{query}",
            new StringContent(lines, Encoding.UTF8, mediaType)
        );
    }

    /// <summary>A point for each unit of money, in a point currency of its own, whose code it gives.</summary>
    public static async Task<string> GivenPointPerUnitAsync(this TestPartner partner)
    {
        var currency = await partner.Club.CreatePointCurrencyAsync();
        await partner.Club.PublishedRuleAsync(
            EarningActions.Definition(partner.View.Id.ToString(), currency, pointsPer: "100")
        );
        return currency;
    }

    public static async Task<JsonNode> ReadNodeAsync(this HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    /// <summary>An access token by client credentials of the embedded issuer.</summary>
    public static async Task<string> TokenAsync(this HttpClient http, string clientId, string secret, string scope)
    {
        using var answer = await http.PostAsync(
            "/connect/token",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["grant_type"] = "client_credentials",
                    ["client_id"] = clientId,
                    ["client_secret"] = secret,
                    ["scope"] = scope,
                }
            )
        );
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return (string)JsonNode.Parse(text)!["access_token"]!;
    }

    /// <summary>Scopes, and a client that is a member of staff, at the embedded issuer.</summary>
    public static async Task SeedClientAsync(this Club club)
    {
        await using var scope = club.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BaseSeed>().ExecuteAsync(CancellationToken.None);
        var clients = scope.ServiceProvider.GetRequiredService<ClientAdministration>();
        var claim = new ClientClaim { Type = "role", Value = "administrator" };
        await clients.UpsertAsync(
            new Client
            {
                ClientId = "staff-service",
                AllowedGrantTypes = [GrantTypes.ClientCredentials],
                AllowedScopes = ["admin"],
                Claims = [claim],
            }
        );
        await clients.EnsureSecretAsync("staff-service", "staff-service-secret", "test");
    }
}
