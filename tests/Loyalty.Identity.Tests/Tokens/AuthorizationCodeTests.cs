using System.Net;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Tokens;

public sealed class AuthorizationCodeTests(SharedIssuer shared) : IClassFixture<SharedIssuer>
{
    private readonly IssuerHost host = shared.Host;

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task A_member_signs_in_and_the_app_gets_its_tokens(DatabaseProvider provider)
    {
        await using var own = await IssuerHost.StartAsync(provider);
        using var browser = new Browser(own);

        var answer = await browser.AuthorizeAsync(Flows.AuthorizeAddress());
        answer.Redirect.ShouldNotBeNull().ShouldStartWith(IssuerHost.Callback + "?");
        answer.Parameter("state").ShouldBe("the state");
        answer.Parameter("iss").ShouldBe(own.Issuer);
        var tokens = await own.RedeemAsync(answer.Parameter("code")!);

        tokens.Status.ShouldBe(HttpStatusCode.OK);
        tokens.Text("token_type").ShouldBe("Bearer");
        tokens.Json.GetProperty("expires_in").GetInt32().ShouldBe(600);
        tokens.Scope.ShouldBe("member offline_access openid");
        tokens.Headers.CacheControl!.NoStore.ShouldBeTrue();
        tokens.RefreshToken.ShouldNotBeNull();
        Flows.Part(tokens.IdToken!, 1).GetProperty("nonce").GetString().ShouldBe("the nonce");
        using var userInfo = await own.UserInfoAsync(tokens.AccessToken);
        userInfo.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_confidential_client_redeems_with_its_secret_and_not_without()
    {
        const string Callback = "https://service.example/callback";
        var code = await host.CodeAsync(
            ("client_id", "service"),
            ("redirect_uri", Callback),
            ("scope", "openid member")
        );

        (await host.RedeemAsync(code, redirectUri: Callback, clientId: "service")).ShouldBeRefused(
            "invalid_client",
            HttpStatusCode.Unauthorized
        );
        var tokens = await host.PostAsync(
            "/connect/token",
            Flows.Basic("service", IssuerHost.ServiceSecret),
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", Callback),
            ("code_verifier", Flows.Verifier)
        );

        tokens.Status.ShouldBe(HttpStatusCode.OK);
        tokens.RefreshToken.ShouldBeNull("offline_access was not asked for");
    }

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task A_code_used_twice_is_refused_and_takes_back_what_it_gave(DatabaseProvider provider)
    {
        await using var own = await IssuerHost.StartAsync(provider);
        var code = await own.CodeAsync();
        var tokens = await own.RedeemAsync(code);

        (await own.RedeemAsync(code)).ShouldBeRefused("invalid_grant");

        (await own.RefreshAsync(tokens.RefreshToken!)).ShouldBeRefused("invalid_grant");
        using var userInfo = await own.UserInfoAsync(tokens.AccessToken);
        userInfo.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Of_twenty_who_redeem_one_code_at_once_exactly_one_succeeds(DatabaseProvider provider)
    {
        await using var own = await IssuerHost.StartAsync(provider);
        var code = await own.CodeAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => own.RedeemAsync(code)));

        replies.Count(r => r.Status == HttpStatusCode.OK).ShouldBe(1);
        foreach (var refused in replies.Where(r => r.Status != HttpStatusCode.OK))
        {
            refused.ShouldBeRefused("invalid_grant");
        }
        var winner = replies.Single(r => r.Status == HttpStatusCode.OK);
        (await own.RefreshAsync(winner.RefreshToken!)).ShouldBeRefused("invalid_grant");
    }

    [Fact]
    public async Task A_code_lives_sixty_seconds()
    {
        var (early, late) = (await host.CodeAsync(), await host.CodeAsync());

        host.Clock.Advance(TimeSpan.FromSeconds(59));
        (await host.RedeemAsync(early)).Status.ShouldBe(HttpStatusCode.OK);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await host.RedeemAsync(late)).ShouldBeRefused("invalid_grant");
    }

    [Theory]
    [InlineData("another-verifier-of-at-least-forty-three-characters")]
    [InlineData("short")]
    public async Task A_code_needs_the_verifier_it_was_asked_for_with(string verifier) =>
        (await host.RedeemAsync(await host.CodeAsync(), verifier)).ShouldBeRefused("invalid_grant");

    [Fact]
    public async Task The_challenge_itself_is_no_verifier() =>
        (await host.RedeemAsync(await host.CodeAsync(), Flows.Challenge())).ShouldBeRefused("invalid_grant");

    [Fact]
    public async Task A_wrong_attempt_does_not_use_the_code_up()
    {
        var code = await host.CodeAsync();
        (await host.RedeemAsync(code, clientId: "native")).ShouldBeRefused("invalid_grant");
        (await host.RedeemAsync(code, redirectUri: "com.example.app:/callback")).ShouldBeRefused("invalid_grant");

        (await host.RedeemAsync(code)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_made_up_code_is_refused() =>
        (await host.RedeemAsync("made-up")).ShouldBeRefused("invalid_grant");

    [Theory]
    [InlineData("code")]
    [InlineData("redirect_uri")]
    [InlineData("code_verifier")]
    public async Task Redeeming_without_a_parameter_is_refused(string missing)
    {
        (string Name, string Value)[] all =
        [
            ("grant_type", "authorization_code"),
            ("client_id", "app"),
            ("code", "any"),
            ("redirect_uri", IssuerHost.Callback),
            ("code_verifier", Flows.Verifier),
        ];
        (await host.PostAsync("/connect/token", [.. all.Where(p => p.Name != missing)])).ShouldBeRefused(
            "invalid_request"
        );
    }
}
