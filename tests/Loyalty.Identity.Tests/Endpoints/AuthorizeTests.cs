using System.Net;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Endpoints;

public sealed class AuthorizeTests(SharedIssuer shared) : IClassFixture<SharedIssuer>
{
    private readonly IssuerHost host = shared.Host;

    [Theory]
    [InlineData("client_id", null)]
    [InlineData("client_id", "nobody")]
    [InlineData("redirect_uri", null)]
    [InlineData("redirect_uri", "https://attacker.example/")]
    [InlineData("redirect_uri", "http://localhost:5081/callback/")]
    [InlineData("redirect_uri", "http://localhost:5081/callback?x=1")]
    [InlineData("redirect_uri", "http://localhost:5081/callback#x")]
    [InlineData("redirect_uri", "http://localhost:5082/callback")]
    [InlineData("redirect_uri", "http://LOCALHOST:5081/callback")]
    [InlineData("redirect_uri", "http://localhost:5081/other/../callback")]
    [InlineData("redirect_uri", "http://localhost:5081/callback%2f..")]
    [InlineData("redirect_uri", "//localhost:5081/callback")]
    [InlineData("redirect_uri", "http://localhost:5081@attacker.example/callback")]
    [InlineData("redirect_uri", "javascript:alert(1)")]
    [InlineData("redirect_uri", "com.example.app:/other")]
    public async Task An_unregistered_place_is_never_redirected_to(string name, string? value)
    {
        using var browser = new Browser(host);
        var answer = await browser.OpenAsync(Flows.AuthorizeAddress((name, value)));

        answer.Redirect.ShouldBeNull();
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Body.ShouldContain("lang=\"en\"");
        answer.Body.ShouldNotContain("attacker");
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "code id_token", "unsupported_response_type")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "too-short", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("scope", null, "invalid_request")]
    [InlineData("scope", "openid nonsense", "invalid_scope")]
    [InlineData("scope", "partner", "invalid_scope")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("prompt", "dance", "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "soon", "invalid_request")]
    [InlineData("max_age", "99999999999", "invalid_request")]
    [InlineData("request", "a.b.c", "request_not_supported")]
    [InlineData("request_uri", "https://attacker.example/", "request_uri_not_supported")]
    public async Task What_is_wrong_with_a_request_is_told_to_the_client(string name, string? value, string error)
    {
        using var browser = new Browser(host);
        var answer = await browser.OpenAsync(Flows.AuthorizeAddress((name, value)));

        answer.Redirect.ShouldNotBeNull().ShouldStartWith(IssuerHost.Callback + "?");
        answer.Parameter("error").ShouldBe(error);
        answer.Parameter("state").ShouldBe("the state");
        answer.Parameter("iss").ShouldBe(host.Issuer);
        answer.Parameter("code").ShouldBeNull();
    }

    [Fact]
    public async Task A_parameter_given_twice_is_refused()
    {
        using var browser = new Browser(host);
        (await browser.OpenAsync(Flows.AuthorizeAddress() + "&scope=openid"))
            .Parameter("error")
            .ShouldBe("invalid_request");
        (
            await browser.OpenAsync(Flows.AuthorizeAddress() + "&redirect_uri=https://attacker.example")
        ).Redirect.ShouldBeNull();
        (await browser.OpenAsync(Flows.AuthorizeAddress() + "&client_id=app")).Redirect.ShouldBeNull();
    }

    [Fact]
    public async Task Someone_signed_in_is_not_asked_again()
    {
        using var browser = new Browser(host);
        var first = await browser.AuthorizeAsync(Flows.AuthorizeAddress());
        var second = await browser.OpenAsync(Flows.AuthorizeAddress(("prompt", "none")));

        second.Parameter("code").ShouldNotBeNull().ShouldNotBe(first.Parameter("code"));
    }

    [Fact]
    public async Task Prompt_login_asks_again_and_once_only()
    {
        using var browser = new Browser(host);
        await browser.AuthorizeAsync(Flows.AuthorizeAddress());
        host.Clock.Advance(TimeSpan.FromSeconds(5));

        var page = await browser.OpenAsync(Flows.AuthorizeAddress(("prompt", "login")));
        page.Redirect.ShouldBeNull();
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        var answer = await browser.SignInAsync(page, "member@example.com", IssuerHost.Password);

        var tokens = await host.RedeemAsync(answer.Parameter("code")!);
        Flows
            .Part(tokens.IdToken!, 1)
            .GetProperty("auth_time")
            .GetInt64()
            .ShouldBe(host.Clock.GetUtcNow().ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_marker_of_ones_own_making_does_not_stand_for_a_sign_in()
    {
        using var browser = new Browser(host);
        await browser.AuthorizeAsync(Flows.AuthorizeAddress());
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        var answer = await browser.OpenAsync(Flows.AuthorizeAddress(("prompt", "login"), ("sent_to_sign_in", "0")));
        answer.Redirect.ShouldBeNull();
        answer.Body.ShouldContain("type=\"password\"");
    }

    [Fact]
    public async Task Max_age_asks_when_the_sign_in_is_older()
    {
        using var browser = new Browser(host);
        await browser.AuthorizeAsync(Flows.AuthorizeAddress());
        host.Clock.Advance(TimeSpan.FromSeconds(100));

        (await browser.OpenAsync(Flows.AuthorizeAddress(("max_age", "100")))).Parameter("code").ShouldNotBeNull();
        (await browser.OpenAsync(Flows.AuthorizeAddress(("max_age", "99")))).Body.ShouldContain("type=\"password\"");
        (await browser.OpenAsync(Flows.AuthorizeAddress(("max_age", "99"), ("prompt", "none"))))
            .Parameter("error")
            .ShouldBe("login_required");
        (await browser.AuthorizeAsync(Flows.AuthorizeAddress(("max_age", "0")))).Parameter("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_session_ends_after_eight_hours()
    {
        using var browser = new Browser(host);
        await browser.AuthorizeAsync(Flows.AuthorizeAddress());
        host.Clock.Advance(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(1));
        (await browser.OpenAsync(Flows.AuthorizeAddress())).Body.ShouldContain("type=\"password\"");
    }

    [Fact]
    public async Task A_scope_for_staff_is_not_given_to_a_member()
    {
        using var member = new Browser(host);
        (await member.AuthorizeAsync(Flows.AuthorizeAddress(("scope", "openid admin"))))
            .Parameter("error")
            .ShouldBe("access_denied");
        using var staff = new Browser(host);
        var answer = await staff.AuthorizeAsync(Flows.AuthorizeAddress(("scope", "openid admin")), "admin@example.com");
        var tokens = await host.RedeemAsync(answer.Parameter("code")!);
        Flows
            .Part(tokens.AccessToken, 1)
            .GetProperty("role")
            .EnumerateArray()
            .Select(r => r.GetString())
            .ShouldBe(["administrator", "auditor"]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:49152/callback", true)]
    [InlineData("http://127.0.0.1/callback", true)]
    [InlineData("http://localhost:49152/callback", false)]
    [InlineData("http://127.0.0.1:49152/other", false)]
    [InlineData("http://127.0.0.1:99999/callback", false)]
    [InlineData("http://127.0.0.1:80@attacker.example/callback", false)]
    [InlineData("http://127.0.0.1.attacker.example/callback", false)]
    [InlineData("https://127.0.0.1:49152/callback", false)]
    public async Task A_native_app_may_listen_on_any_loopback_port(string redirectUri, bool isAccepted)
    {
        using var browser = new Browser(host);
        var answer = await browser.AuthorizeAsync(
            Flows.AuthorizeAddress(("client_id", "native"), ("redirect_uri", redirectUri), ("scope", "openid member"))
        );
        (answer.Parameter("code") is not null).ShouldBe(isAccepted);
    }

    [Fact]
    public async Task An_app_is_sent_to_its_own_scheme()
    {
        using var browser = new Browser(host);
        var answer = await browser.AuthorizeAsync(
            Flows.AuthorizeAddress(("redirect_uri", "com.example.app:/callback"))
        );
        answer.Redirect.ShouldNotBeNull().ShouldStartWith("com.example.app:/callback?code=");
    }
}
