using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Loyalty.Identity.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Tokens;

public sealed class TokenFormatTests(SharedIssuer shared) : IClassFixture<SharedIssuer>
{
    private readonly IssuerHost host = shared.Host;

    [Fact]
    public async Task An_access_token_has_the_type_and_claims_of_RFC_9068()
    {
        var token = (await host.TokensAsync()).AccessToken;
        var (header, claims) = (Flows.Part(token, 0), Flows.Part(token, 1));
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();

        header.GetProperty("typ").GetString().ShouldBe("at+jwt");
        header.GetProperty("alg").GetString().ShouldBe("RS256");
        claims.GetProperty("iss").GetString().ShouldBe(host.Issuer);
        claims.GetProperty("aud").GetString().ShouldBe("api");
        claims.GetProperty("client_id").GetString().ShouldBe("app");
        claims.GetProperty("scope").GetString().ShouldBe("member offline_access openid");
        claims.GetProperty("jti").GetString()!.Length.ShouldBe(43);
        claims.GetProperty("iat").GetInt64().ShouldBe(now);
        claims.GetProperty("exp").GetInt64().ShouldBe(now + 600);
        claims.GetProperty("auth_time").GetInt64().ShouldBe(now);
        claims.GetProperty("member_id").GetString().ShouldBe("mbr_1");
        // The user's record holds a claim "sub"; it must not get here.
        claims.GetProperty("sub").GetString().ShouldStartWith("usr_");
    }

    [Fact]
    public async Task An_id_token_is_for_the_client_alone()
    {
        var token = (await host.TokensAsync()).IdToken!;
        Flows.Part(token, 0).GetProperty("typ").GetString().ShouldBe("JWT");
        var claims = Flows.Part(token, 1);
        claims.GetProperty("aud").GetString().ShouldBe("app");
        claims.TryGetProperty("scope", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_host_validates_tokens_without_asking_itself_over_HTTP()
    {
        var tokens = await host.TokensAsync();
        var manager = host.Services.GetRequiredService<IConfigurationManager<OpenIdConnectConfiguration>>();
        var configuration = await manager.GetConfigurationAsync(CancellationToken.None);
        var parameters = TokenValidation.Parameters(configuration.Issuer, "api", host.Clock);
        parameters.IssuerSigningKeys = configuration.SigningKeys;
        var handler = new JsonWebTokenHandler { MapInboundClaims = false };

        var valid = await handler.ValidateTokenAsync(tokens.AccessToken, parameters);
        valid.IsValid.ShouldBeTrue(valid.Exception?.Message);
        (await handler.ValidateTokenAsync(tokens.IdToken, parameters)).IsValid.ShouldBeFalse(
            "an ID token is no access token"
        );
        (await handler.ValidateTokenAsync(Unsigned(tokens.AccessToken), parameters)).IsValid.ShouldBeFalse();
        var elsewhere = TokenValidation.Parameters(configuration.Issuer, "another", host.Clock);
        elsewhere.IssuerSigningKeys = configuration.SigningKeys;
        (await handler.ValidateTokenAsync(tokens.AccessToken, elsewhere)).IsValid.ShouldBeFalse();
        host.Clock.Advance(TimeSpan.FromSeconds(661));
        (await handler.ValidateTokenAsync(tokens.AccessToken, parameters)).IsValid.ShouldBeFalse("it has ended");
    }

    [Fact]
    public async Task Userinfo_takes_only_live_access_tokens_of_this_issuer()
    {
        var tokens = await host.TokensAsync();
        var jwk = (await host.JsonAsync("/.well-known/openid-configuration/jwks"))
            .GetProperty("keys")[0]
            .GetProperty("n")
            .GetString()!;

        foreach (
            var forged in new[]
            {
                Unsigned(tokens.AccessToken),
                SignedWith(tokens.AccessToken, jwk),
                tokens.IdToken!,
                "x",
                "a.b.c",
            }
        )
        {
            using var answer = await host.UserInfoAsync(forged);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answer.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
        }
        using var right = await host.UserInfoAsync(tokens.AccessToken);
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        using var ended = await host.UserInfoAsync(tokens.AccessToken);
        ended.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Userinfo_tells_what_the_scopes_release()
    {
        var tokens = await host.TokensAsync(("scope", "openid profile"));
        using var answer = await host.UserInfoAsync(tokens.AccessToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        body.ShouldContain("Mia Member");
        body.ShouldNotContain("member_id");
        Flows.Part(tokens.AccessToken, 1).TryGetProperty("name", out _).ShouldBeFalse();
        Flows.Part(tokens.AccessToken, 1).GetProperty("aud").GetString().ShouldBe(host.Issuer);

        var narrow = await host.TokensAsync(("scope", "member"));
        using var refused = await host.UserInfoAsync(narrow.AccessToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var anonymous = await host.Http.GetAsync(
            new Uri("/connect/userinfo", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Tokens_can_be_signed_with_an_elliptic_curve()
    {
        await using var own = await IssuerHost.StartAsync(
            DatabaseProvider.Sqlite,
            o => o.SigningAlgorithm = SigningAlgorithm.ES256
        );
        var tokens = await own.TokensAsync();
        Flows.Part(tokens.AccessToken, 0).GetProperty("alg").GetString().ShouldBe("ES256");
        using var userInfo = await own.UserInfoAsync(tokens.AccessToken);
        userInfo.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string Unsigned(string jwt) =>
        Encode("""{"alg":"none","typ":"at+jwt"}""") + "." + jwt.Split('.')[1] + ".";

    /// <summary>The public key taken for a shared secret: the classic confusion of algorithms.</summary>
    private static string SignedWith(string jwt, string secret)
    {
        var content = Encode("""{"alg":"HS256","typ":"at+jwt"}""") + "." + jwt.Split('.')[1];
        return content
            + "."
            + Base64Url.EncodeToString(
                HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.ASCII.GetBytes(content))
            );
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
