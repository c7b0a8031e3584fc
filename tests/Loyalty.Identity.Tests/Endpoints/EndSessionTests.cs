using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Endpoints;

public sealed class EndSessionTests(SharedIssuer shared) : IClassFixture<SharedIssuer>
{
    private readonly IssuerHost host = shared.Host;

    [Fact]
    public async Task An_app_signs_its_user_out_and_gets_the_browser_back()
    {
        using var browser = new Browser(host);
        var answer = await browser.AuthorizeAsync(Flows.AuthorizeAddress());
        var idToken = (await host.RedeemAsync(answer.Parameter("code")!)).IdToken;

        var end = await browser.OpenAsync(
            $"/connect/endsession?id_token_hint={idToken}&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5081%2F&state=s"
        );

        end.Redirect.ShouldBe("http://localhost:5081/?state=s");
        (await IsSignedInAsync(browser)).ShouldBeFalse();
    }

    [Fact]
    public async Task Any_other_page_only_gets_a_question_asked()
    {
        using var browser = new Browser(host);
        await browser.AuthorizeAsync(Flows.AuthorizeAddress());

        var question = await browser.OpenAsync("/connect/endsession");
        question.Body.ShouldContain("Do you want to sign out?");
        (await IsSignedInAsync(browser)).ShouldBeTrue();
        (await browser.SubmitAsync(question, "/connect/endsession")).Body.ShouldContain("You are signed out");
        (await IsSignedInAsync(browser)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://attacker.example/")]
    [InlineData("http://localhost:5081/elsewhere")]
    public async Task An_unregistered_place_is_not_returned_to(string uri)
    {
        using var browser = new Browser(host);
        var end = await browser.OpenAsync(
            $"/connect/endsession?client_id=app&post_logout_redirect_uri={Uri.EscapeDataString(uri)}"
        );
        end.Redirect.ShouldBeNull();
        end.Body.ShouldContain("You are signed out");
    }

    private static async Task<bool> IsSignedInAsync(Browser browser) =>
        (await browser.OpenAsync(Flows.AuthorizeAddress(("prompt", "none")))).Parameter("code") is not null;
}
