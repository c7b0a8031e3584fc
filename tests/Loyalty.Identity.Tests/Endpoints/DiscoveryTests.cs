using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Endpoints;

public sealed class DiscoveryTests(SharedIssuer shared) : IClassFixture<SharedIssuer>
{
    private readonly IssuerHost host = shared.Host;

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    public async Task The_metadata_names_the_issuer_exactly_and_every_endpoint_under_it(string path)
    {
        var metadata = await host.JsonAsync(path);

        metadata.GetProperty("issuer").GetString().ShouldBe(host.Issuer);
        foreach (
            var member in metadata.EnumerateObject().Where(m => m.Name.EndsWith("_endpoint", StringComparison.Ordinal))
        )
        {
            member.Value.GetString().ShouldStartWith(host.Issuer + "/connect/");
        }
        Values("code_challenge_methods_supported").ShouldBe(["S256"]);
        Values("response_types_supported").ShouldBe(["code"]);
        Values("scopes_supported").ShouldBe(["admin", "member", "offline_access", "openid", "partner", "profile"]);
        Values("subject_types_supported").ShouldBe(["public"]);
        Values("id_token_signing_alg_values_supported").ShouldContain("RS256");
        metadata.GetProperty("authorization_response_iss_parameter_supported").GetBoolean().ShouldBeTrue();

        string?[] Values(string name) => [.. metadata.GetProperty(name).EnumerateArray().Select(v => v.GetString())];
    }

    [Fact]
    public async Task The_key_set_may_be_cached_by_anyone_and_holds_public_keys_only()
    {
        using var response = await host.Http.GetAsync(
            new Uri("/.well-known/openid-configuration/jwks", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        response.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromMinutes(15));
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/jwk-set+json");

        var keys = await host.JsonAsync("/.well-known/openid-configuration/jwks");
        foreach (var key in keys.GetProperty("keys").EnumerateArray())
        {
            key.EnumerateObject()
                .Select(m => m.Name)
                .ShouldBe(["kid", "use", "alg", "kty", "n", "e"], ignoreOrder: true);
        }
    }
}
