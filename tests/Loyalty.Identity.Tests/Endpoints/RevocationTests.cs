using System.Net;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Endpoints;

public sealed class RevocationTests(SharedIssuer shared) : IClassFixture<SharedIssuer>
{
    private readonly IssuerHost host = shared.Host;

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task A_revoked_refresh_token_is_worth_nothing(DatabaseProvider provider)
    {
        await using var own = await IssuerHost.StartAsync(provider);
        var tokens = await own.TokensAsync();
        (await RevokeAsync(own, tokens.RefreshToken!)).Status.ShouldBe(HttpStatusCode.OK);
        (await own.RefreshAsync(tokens.RefreshToken!)).ShouldBeRefused("invalid_grant");
        using var userInfo = await own.UserInfoAsync(tokens.AccessToken);
        userInfo.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Revoking_an_access_token_ends_the_refreshing_behind_it()
    {
        var tokens = await host.TokensAsync();
        (await RevokeAsync(host, tokens.AccessToken)).Status.ShouldBe(HttpStatusCode.OK);
        (await host.RefreshAsync(tokens.RefreshToken!)).ShouldBeRefused("invalid_grant");
    }

    [Fact]
    public async Task Another_clients_token_stays_and_the_answer_does_not_tell()
    {
        var tokens = await host.TokensAsync();
        (await RevokeAsync(host, tokens.RefreshToken!, "native")).Status.ShouldBe(HttpStatusCode.OK);
        (await RevokeAsync(host, "made-up")).Status.ShouldBe(HttpStatusCode.OK);
        (await host.RefreshAsync(tokens.RefreshToken!)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_caller_must_say_who_it_is_and_what_to_revoke()
    {
        (await host.PostAsync("/connect/revocation", ("token", "x"))).ShouldBeRefused(
            "invalid_client",
            HttpStatusCode.Unauthorized
        );
        (await host.PostAsync("/connect/revocation", ("client_id", "app"))).ShouldBeRefused("invalid_request");
    }

    private static Task<TokenReply> RevokeAsync(IssuerHost host, string token, string clientId = "app") =>
        host.PostAsync("/connect/revocation", ("token", token), ("client_id", clientId));
}
