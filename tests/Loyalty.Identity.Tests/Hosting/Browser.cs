using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Loyalty.Identity.Tests.Hosting;

/// <summary>A person with a browser: cookies are kept, redirects within the issuer followed, those to a client handed back.</summary>
public sealed partial class Browser : IDisposable
{
    private readonly SocketsHttpHandler handler = new()
    {
        AllowAutoRedirect = false,
        UseCookies = true,
        CookieContainer = new CookieContainer(),
    };
    private readonly HttpClient http;
    private readonly IssuerHost host;

    public Browser(IssuerHost host)
    {
        this.host = host;
        http = new HttpClient(handler) { BaseAddress = new Uri(host.Issuer) };
    }

    [GeneratedRegex(
        "<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\">",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex HiddenField();

    public CookieCollection Cookies => handler.CookieContainer.GetCookies(new Uri(host.Issuer));

    /// <summary>Follows redirects as long as they stay at the issuer.</summary>
    public async Task<Answer> OpenAsync(string address) =>
        await FollowAsync(await http.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute)));

    /// <summary>Fills in the form on the page and sends it.</summary>
    public async Task<Answer> SubmitAsync(Answer page, string action, params (string Name, string Value)[] fields)
    {
        var all = HiddenField()
            .Matches(page.Body)
            .Select(m => KeyValuePair.Create(m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value)))
            .Concat(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var content = new FormUrlEncodedContent(all);
        return await FollowAsync(await http.PostAsync(new Uri(action, UriKind.Relative), content));
    }

    public Task<Answer> SignInAsync(Answer page, string name, string password) =>
        SubmitAsync(page, "/sign-in", ("username", name), ("password", password));

    /// <summary>Opens the address, signs in where asked, and returns what the client was sent.</summary>
    public async Task<Answer> AuthorizeAsync(
        string address,
        string name = "member@example.com",
        string password = IssuerHost.Password
    )
    {
        var answer = await OpenAsync(address);
        return answer.Body.Contains("name=\"password\"", StringComparison.Ordinal)
            ? await SignInAsync(answer, name, password)
            : answer;
    }

    public void Dispose() => http.Dispose();

    private async Task<Answer> FollowAsync(HttpResponseMessage response)
    {
        for (var hops = 0; hops < 5; hops++)
        {
            if (response.Headers.Location is not { } location)
            {
                break;
            }
            var target = new Uri(new Uri(host.Issuer), location);
            if (!target.AbsoluteUri.StartsWith(host.Issuer + "/", StringComparison.Ordinal))
            {
                return new Answer(response, "", location.OriginalString);
            }
            response = await http.GetAsync(target);
        }
        return new Answer(response, await response.Content.ReadAsStringAsync(), null);
    }
}

/// <summary>What the browser ended up with.</summary>
/// <param name="Redirect">Where the browser was sent outside of the issuer.</param>
public sealed record Answer(HttpResponseMessage Response, string Body, string? Redirect)
{
    public HttpStatusCode Status => Response.StatusCode;

    public string? Parameter(string name) =>
        Redirect is not null
        && QueryHelpers
            .ParseQuery(
                Redirect.Contains('?', StringComparison.Ordinal)
                    ? Redirect[Redirect.IndexOf('?', StringComparison.Ordinal)..]
                    : ""
            )
            .TryGetValue(name, out var value)
            ? value.ToString()
            : null;
}
