using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;

namespace Loyalty.Tests.Tour;

/// <summary>Authorization code with PKCE as a browser and an app do it together: the page, its form, the redirect, the token.</summary>
internal static partial class SignInByForm
{
    public static async Task<string> TokenAsync(
        Uri server,
        string client,
        string redirectUri,
        string scope,
        string email,
        string password
    )
    {
        using var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = new CookieContainer(),
        };
        using var browser = new HttpClient(handler) { BaseAddress = server };
        var verifier = Base64UrlTextEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64UrlTextEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var request = QueryHelpers.AddQueryString(
            "/connect/authorize",
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["response_type"] = "code",
                ["client_id"] = client,
                ["redirect_uri"] = redirectUri,
                ["scope"] = scope,
                ["state"] = "tour",
                ["code_challenge"] = challenge,
                ["code_challenge_method"] = "S256",
            }
        );

        var toPage = await RedirectAsync(await browser.GetAsync(request));
        var page = await browser.GetStringAsync(toPage);
        var form = HiddenField()
            .Matches(page)
            .ToDictionary(
                field => field.Groups["name"].Value,
                field => WebUtility.HtmlDecode(field.Groups["value"].Value),
                StringComparer.Ordinal
            );
        form["username"] = email;
        form["password"] = password;
        var back = await RedirectAsync(await browser.PostAsync("/sign-in", new FormUrlEncodedContent(form)));
        var answer = await RedirectAsync(await browser.GetAsync(back));

        answer.ToString().ShouldStartWith(redirectUri + "?");
        var query = QueryHelpers.ParseQuery(answer.Query);
        query["state"].ToString().ShouldBe("tour");
        return await RedeemAsync(browser, client, redirectUri, query["code"].ToString(), verifier);
    }

    private static async Task<string> RedeemAsync(
        HttpClient http,
        string client,
        string redirectUri,
        string code,
        string verifier
    )
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "authorization_code",
                ["client_id"] = client,
                ["redirect_uri"] = redirectUri,
                ["code"] = code,
                ["code_verifier"] = verifier,
            }
        );
        using var response = await http.PostAsync("/connect/token", form);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        return json.GetProperty("access_token").GetString()!;
    }

    private static async Task<Uri> RedirectAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync();
            return response.Headers.Location ?? throw new InvalidOperationException($"{response.StatusCode}: {body}");
        }
    }

    [GeneratedRegex(
        "<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex HiddenField();
}
