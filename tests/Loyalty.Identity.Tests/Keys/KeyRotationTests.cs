using System.Net;
using Loyalty.Identity.Administration;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Keys;

public sealed class KeyRotationTests
{
    private static readonly (string, string) Grant = ("grant_type", "client_credentials");

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task A_new_key_is_announced_before_it_signs_and_the_old_one_kept_after(DatabaseProvider provider)
    {
        await using var host = await IssuerHost.StartAsync(provider);
        var first = await SigningKeyAsync(host);
        (await PublishedAsync(host)).ShouldBe([first]);

        host.Clock.Advance(TimeSpan.FromDays(76));
        var announced = await PublishedAsync(host);
        announced.Length.ShouldBe(2);
        announced[0].ShouldBe(first);
        (await SigningKeyAsync(host)).ShouldBe(first);

        host.Clock.Advance(TimeSpan.FromDays(14));
        (await SigningKeyAsync(host)).ShouldBe(announced[1]);
        (await PublishedAsync(host)).ShouldBe(announced);

        host.Clock.Advance(TimeSpan.FromDays(14) + TimeSpan.FromMinutes(1));
        (await PublishedAsync(host)).ShouldBe([announced[1]]);
        await host.WithAsync<IdentityCleanup>(c => c.RunAsync());
        (await PublishedAsync(host)).ShouldBe([announced[1]]);
    }

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Two_nodes_that_start_at_once_agree_on_one_key(DatabaseProvider provider)
    {
        await using var first = await IssuerHost.StartAsync(provider);
        await using var second = await first.StartAnotherNodeAsync();
        second.Options.Issuer = first.Issuer;

        var keys = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => SigningKeyAsync(i % 2 == 0 ? first : second))
        );

        keys.Distinct().Count().ShouldBe(1);
        (await PublishedAsync(second)).ShouldBe(await PublishedAsync(first));
        var tokens = await first.TokensAsync();
        using var userInfo = await second.UserInfoAsync(tokens.AccessToken);
        userInfo.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.RefreshAsync(tokens.RefreshToken!)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_host_that_was_off_for_a_year_still_announces_first()
    {
        await using var host = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        var first = await SigningKeyAsync(host);
        host.Clock.Advance(TimeSpan.FromDays(365));
        (await PublishedAsync(host)).Length.ShouldBe(2);
        (await SigningKeyAsync(host)).ShouldBe(first);
        host.Clock.Advance(TimeSpan.FromDays(14));
        (await SigningKeyAsync(host)).ShouldNotBe(first);
    }

    private static async Task<string> SigningKeyAsync(IssuerHost host)
    {
        var tokens = await host.PostAsync("/connect/token", Flows.Basic("service", IssuerHost.ServiceSecret), Grant);
        return Flows.Part(tokens.AccessToken, 0).GetProperty("kid").GetString()!;
    }

    private static async Task<string[]> PublishedAsync(IssuerHost host)
    {
        var keys = (await host.JsonAsync("/.well-known/openid-configuration/jwks")).GetProperty("keys");
        return [.. keys.EnumerateArray().Select(k => k.GetProperty("kid").GetString()!)];
    }
}
