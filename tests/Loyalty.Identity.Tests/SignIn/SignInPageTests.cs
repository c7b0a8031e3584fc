using System.Net;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.SignIn;

public sealed class SignInPageTests(SharedIssuer shared) : IClassFixture<SharedIssuer>
{
    private readonly IssuerHost host = shared.Host;

    [Fact]
    public async Task The_page_is_plain_labelled_and_locked_down()
    {
        using var browser = new Browser(host);
        var page = await browser.OpenAsync(Flows.AuthorizeAddress());

        page.Body.ShouldStartWith("<!DOCTYPE html>");
        page.Body.ShouldContain("<html lang=\"en\">");
        page.Body.ShouldContain("<label for=\"username\">");
        page.Body.ShouldContain("<label for=\"password\">");
        page.Body.ShouldContain("autocomplete=\"username\"");
        page.Body.ShouldContain("autocomplete=\"current-password\"");
        page.Body.ShouldContain("The &lt;App&gt;");
        page.Body.ShouldNotContain("<script");
        var headers = page.Response.Headers;
        headers.CacheControl!.NoStore.ShouldBeTrue();
        headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        var policy = headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        // Browsers apply form-action to the redirects after the form, which end at the app.
        policy.ShouldContain("form-action 'self' http://localhost:5081;");
        policy.ShouldNotContain("unsafe");
    }

    [Fact]
    public async Task A_wrong_password_is_told_in_an_alert_and_can_be_corrected()
    {
        using var browser = new Browser(host);
        var page = await browser.OpenAsync(Flows.AuthorizeAddress());
        var again = await browser.SignInAsync(page, "member@example.com", "wrong");
        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.Body.ShouldContain("role=\"alert\"");
        again.Body.ShouldContain("value=\"member@example.com\"");
        again.Body.ShouldNotContain("value=\"wrong\"");
        (await browser.SignInAsync(again, "member@example.com", IssuerHost.Password))
            .Parameter("code")
            .ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_typed_comes_back_as_text_only()
    {
        using var browser = new Browser(host);
        var page = await browser.OpenAsync("/sign-in");
        var again = await browser.SignInAsync(page, "\"><script>alert(1)</script>", "wrong");
        again.Body.ShouldNotContain("<script");
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var client = host.NewHttpClient();
        using var browser = new Browser(host);
        await browser.AuthorizeAsync(Flows.AuthorizeAddress());
        var cookie = browser.Cookies.Single(c => c.Name == "loyalty.identity");
        cookie.HttpOnly.ShouldBeTrue();
        cookie.Value.ShouldNotContain("member");
    }

    [Fact]
    public async Task A_form_from_elsewhere_signs_nobody_in()
    {
        using var content = new FormUrlEncodedContent([
            new("username", "member@example.com"),
            new("password", IssuerHost.Password),
        ]);
        using var answer = await host.Http.PostAsync(
            new Uri("/sign-in", UriKind.Relative),
            content,
            TestContext.Current.CancellationToken
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldAllBe(c => !c.StartsWith("loyalty.identity=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://attacker.example/")]
    [InlineData("//attacker.example/")]
    [InlineData("/\\attacker.example/")]
    [InlineData("\\\\attacker.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/connect/authorize.attacker.example/?")]
    [InlineData("/connect/authorize@attacker.example?")]
    [InlineData("/other?x=/connect/authorize?")]
    [InlineData("http:/connect/authorize?")]
    [InlineData("/connect/authorize?\r\nLocation: https://attacker.example")]
    [InlineData(" /connect/authorize?")]
    public async Task Nobody_is_led_elsewhere_after_signing_in(string returnUrl)
    {
        using var browser = new Browser(host);
        var page = await browser.OpenAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));
        page.Body.ShouldNotContain("attacker");
        var answer = await browser.SubmitAsync(
            page with
            {
                Body = page.Body.Replace(
                    "name=\"returnUrl\" value=\"\"",
                    $"name=\"returnUrl\" value=\"{returnUrl}\"",
                    StringComparison.Ordinal
                ),
            },
            "/sign-in",
            ("username", "member@example.com"),
            ("password", IssuerHost.Password)
        );
        answer.Redirect.ShouldBeNull();
        answer.Body.ShouldContain("You are signed in");
    }
}
