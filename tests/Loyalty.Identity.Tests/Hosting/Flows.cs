using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;

namespace Loyalty.Identity.Tests.Hosting;

/// <summary>What clients do, in as few words as the tests need.</summary>
public static class Flows
{
    public const string Verifier = "a-verifier-of-at-least-forty-three-characters-0123";

    public static string Challenge(string verifier = Verifier) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>An authorization request of the public client; a null value leaves a parameter out.</summary>
    public static string AuthorizeAddress(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = "app",
            ["redirect_uri"] = IssuerHost.Callback,
            ["response_type"] = "code",
            ["scope"] = "openid member offline_access",
            ["state"] = "the state",
            ["nonce"] = "the nonce",
            ["code_challenge"] = Challenge(),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }
        return QueryHelpers.AddQueryString("/connect/authorize", parameters.Where(p => p.Value is not null));
    }

    public static async Task<string> CodeAsync(this IssuerHost host, params (string Name, string? Value)[] changes)
    {
        using var browser = new Browser(host);
        var answer = await browser.AuthorizeAsync(AuthorizeAddress(changes));
        return answer.Parameter("code").ShouldNotBeNull();
    }

    public static async Task<TokenReply> TokensAsync(
        this IssuerHost host,
        params (string Name, string? Value)[] changes
    ) => await host.RedeemAsync(await host.CodeAsync(changes));

    public static Task<TokenReply> RedeemAsync(
        this IssuerHost host,
        string code,
        string verifier = Verifier,
        string redirectUri = IssuerHost.Callback,
        string clientId = "app"
    ) =>
        host.PostAsync(
            "/connect/token",
            ("grant_type", "authorization_code"),
            ("client_id", clientId),
            ("code", code),
            ("redirect_uri", redirectUri),
            ("code_verifier", verifier)
        );

    public static Task<TokenReply> RefreshAsync(this IssuerHost host, string refreshToken, string? scope = null) =>
        host.PostAsync(
            "/connect/token",
            ("grant_type", "refresh_token"),
            ("client_id", "app"),
            ("refresh_token", refreshToken),
            ("scope", scope ?? "")
        );

    public static Task<TokenReply> PostAsync(
        this IssuerHost host,
        string path,
        params (string Name, string Value)[] form
    ) => host.PostAsync(path, basic: null, form);

    public static async Task<TokenReply> PostAsync(
        this IssuerHost host,
        string path,
        string? basic,
        params (string Name, string Value)[] form
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        if (basic is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", basic);
        }
        var response = await host.Http.SendAsync(request);
        return await TokenReply.ReadAsync(response);
    }

    public static string Basic(string id, string secret) =>
        "Basic "
        + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}"));

    public static async Task<HttpResponseMessage> UserInfoAsync(this IssuerHost host, string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await host.Http.SendAsync(request);
    }

    public static async Task<JsonElement> JsonAsync(this IssuerHost host, string path) =>
        JsonDocument.Parse(await host.Http.GetStringAsync(new Uri(path, UriKind.Relative))).RootElement;

    /// <summary>Header or payload of a token, unchecked.</summary>
    public static JsonElement Part(string jwt, int part) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[part])).RootElement;
}

/// <summary>An answer of the token or revocation endpoint.</summary>
public sealed record TokenReply(HttpStatusCode Status, HttpResponseHeaders Headers, JsonElement Json)
{
    public string? Error => Text("error");

    public string AccessToken => Text("access_token").ShouldNotBeNull();

    public string? IdToken => Text("id_token");

    public string? RefreshToken => Text("refresh_token");

    public string? Scope => Text("scope");

    public string? Text(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static async Task<TokenReply> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        var json = body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
        return new TokenReply(response.StatusCode, response.Headers, json);
    }

    public void ShouldBeRefused(string error, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        Error.ShouldBe(error);
        Status.ShouldBe(status);
        Headers.CacheControl!.NoStore.ShouldBeTrue();
    }
}
