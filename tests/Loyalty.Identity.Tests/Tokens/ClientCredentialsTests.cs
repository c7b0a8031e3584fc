using System.Net;
using Loyalty.Identity.Administration;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Tokens;

public sealed class ClientCredentialsTests(SharedIssuer shared) : IClassFixture<SharedIssuer>
{
    private static readonly (string, string) Grant = ("grant_type", "client_credentials");
    private readonly IssuerHost host = shared.Host;

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task A_service_gets_a_token_for_itself(DatabaseProvider provider)
    {
        await using var own = await IssuerHost.StartAsync(provider);

        var tokens = await own.PostAsync("/connect/token", Flows.Basic("service", IssuerHost.ServiceSecret), Grant);

        tokens.Status.ShouldBe(HttpStatusCode.OK);
        tokens.Scope.ShouldBe("member partner");
        tokens.RefreshToken.ShouldBeNull();
        tokens.IdToken.ShouldBeNull();
        var access = Flows.Part(tokens.AccessToken, 1);
        access.GetProperty("sub").GetString().ShouldBe("service");
        access.GetProperty("client_id").GetString().ShouldBe("service");
        access.GetProperty("aud").GetString().ShouldBe("api");
        access.GetProperty("role").GetString().ShouldBe("support");
        access.TryGetProperty("auth_time", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_secret_may_be_in_the_body()
    {
        var tokens = await host.PostAsync(
            "/connect/token",
            Grant,
            ("client_id", "service"),
            ("client_secret", IssuerHost.ServiceSecret),
            ("scope", "partner")
        );
        tokens.Scope.ShouldBe("partner");
    }

    [Theory]
    [InlineData("Basic !!!")]
    [InlineData("Basic")]
    [InlineData("Basic c2VydmljZQ==")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic c2VydmljZTp3cm9uZw==")]
    [InlineData("Basic bm9ib2R5Ondyb25n")]
    [InlineData("Basic JTAwOiUwMA==")]
    [InlineData("Bearer abc")]
    [InlineData("Basic YXBwOng=")]
    public async Task A_wrong_or_broken_header_is_answered_by_401(string header)
    {
        var reply = await host.PostAsync("/connect/token", header, Grant);
        reply.ShouldBeRefused("invalid_client", HttpStatusCode.Unauthorized);
        reply.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");
    }

    [Fact]
    public async Task Two_ways_of_authenticating_at_once_are_refused() =>
        (
            await host.PostAsync(
                "/connect/token",
                Flows.Basic("service", IssuerHost.ServiceSecret),
                Grant,
                ("client_secret", IssuerHost.ServiceSecret)
            )
        ).ShouldBeRefused("invalid_request");

    [Theory]
    [InlineData("admin")]
    [InlineData("openid")]
    [InlineData("partner nonsense")]
    [InlineData("offline_access")]
    public async Task Scopes_that_are_not_the_clients_own_are_refused(string scope) =>
        (
            await host.PostAsync(
                "/connect/token",
                Flows.Basic("service", IssuerHost.ServiceSecret),
                Grant,
                ("scope", scope)
            )
        ).ShouldBeRefused("invalid_scope");

    [Fact]
    public async Task A_public_client_has_no_credentials() =>
        (await host.PostAsync("/connect/token", Grant, ("client_id", "app"))).ShouldBeRefused("unauthorized_client");

    [Theory]
    [InlineData("password", "unsupported_grant_type")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code", "unsupported_grant_type")]
    [InlineData("", "invalid_request")]
    public async Task Other_grants_are_refused(string grant, string error) =>
        (
            await host.PostAsync(
                "/connect/token",
                Flows.Basic("service", IssuerHost.ServiceSecret),
                ("grant_type", grant)
            )
        ).ShouldBeRefused(error);

    [Fact]
    public async Task A_secret_is_replaced_without_an_interruption()
    {
        await using var own = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        var (firstId, first) = await AddAsync();
        var (_, second) = await AddAsync();
        await own.WithAsync<ClientAdministration>(async c =>
            (await c.ExpireSecretAsync("service", firstId, own.Clock.GetUtcNow().AddHours(1))).ShouldBeTrue()
        );

        (await TryAsync(first)).ShouldBe(HttpStatusCode.OK);
        (await TryAsync(second)).ShouldBe(HttpStatusCode.OK);
        own.Clock.Advance(TimeSpan.FromHours(1));
        (await TryAsync(first)).ShouldBe(HttpStatusCode.Unauthorized);
        (await TryAsync(second)).ShouldBe(HttpStatusCode.OK);

        Task<(string, string)> AddAsync() =>
            own.WithAsync<ClientAdministration, (string, string)>(c =>
                c.AddGeneratedSecretAsync("service", "rotation")
            );

        async Task<HttpStatusCode> TryAsync(string secret) =>
            (await own.PostAsync("/connect/token", Flows.Basic("service", secret), Grant)).Status;
    }

    [Fact]
    public async Task A_disabled_client_gets_nothing()
    {
        await using var own = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        await own.WithAsync<ClientAdministration>(async c =>
        {
            var client = (await c.FindAsync("service"))!;
            client.Enabled = false;
            await c.UpsertAsync(client);
        });
        (
            await own.PostAsync("/connect/token", Flows.Basic("service", IssuerHost.ServiceSecret), Grant)
        ).ShouldBeRefused("invalid_client", HttpStatusCode.Unauthorized);
    }
}
