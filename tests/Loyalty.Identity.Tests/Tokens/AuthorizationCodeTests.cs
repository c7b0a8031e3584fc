using System.Net;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Tokens;

public sealed class AuthorizationCodeTests
{
    [Theory, ClassData(typeof(EachDatabase))]
    public async Task A_member_signs_in_and_the_app_gets_its_tokens(DatabaseProvider provider)
    {
        await using var host = await IssuerHost.StartAsync(provider);
        using var browser = new Browser(host);

        var answer = await browser.AuthorizeAsync(Flows.AuthorizeAddress());
        answer.Redirect.ShouldNotBeNull().ShouldStartWith(IssuerHost.Callback + "?");
        answer.Parameter("state").ShouldBe("the state");
        answer.Parameter("iss").ShouldBe(host.Issuer);
        var tokens = await host.RedeemAsync(answer.Parameter("code")!);

        tokens.Status.ShouldBe(HttpStatusCode.OK);
        tokens.Text("token_type").ShouldBe("Bearer");
        tokens.Json.GetProperty("expires_in").GetInt32().ShouldBe(600);
        tokens.Scope.ShouldBe("member offline_access openid");
        tokens.Headers.CacheControl!.NoStore.ShouldBeTrue();
        tokens.RefreshToken.ShouldNotBeNull();
        var access = Flows.Part(tokens.AccessToken, 1);
        access.GetProperty("member_id").GetString().ShouldBe("mbr_1");
        access.GetProperty("sub").GetString().ShouldStartWith("usr_");
        Flows.Part(tokens.IdToken!, 1).GetProperty("nonce").GetString().ShouldBe("the nonce");
        using var userInfo = await host.UserInfoAsync(tokens.AccessToken);
        userInfo.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
