using System.Net;
using Loyalty.Identity.Administration;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Tokens;

public sealed class RefreshTokenTests(SharedIssuer shared) : IClassFixture<SharedIssuer>
{
    private readonly IssuerHost host = shared.Host;

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Every_use_brings_a_new_refresh_token(DatabaseProvider provider)
    {
        await using var own = await IssuerHost.StartAsync(provider);
        var first = await own.TokensAsync();
        var second = await own.RefreshAsync(first.RefreshToken!);
        var third = await own.RefreshAsync(second.RefreshToken!);

        third.Status.ShouldBe(HttpStatusCode.OK);
        new[] { first.RefreshToken, second.RefreshToken, third.RefreshToken }.Distinct().Count().ShouldBe(3);
        third.Scope.ShouldBe(first.Scope);
        Flows.Part(third.IdToken!, 1).TryGetProperty("nonce", out _).ShouldBeFalse();
    }

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task A_refresh_token_used_twice_ends_the_whole_family(DatabaseProvider provider)
    {
        await using var own = await IssuerHost.StartAsync(provider);
        var stolen = (await own.TokensAsync()).RefreshToken!;
        var current = await own.RefreshAsync(stolen);

        (await own.RefreshAsync(stolen)).ShouldBeRefused("invalid_grant");
        (await own.RefreshAsync(current.RefreshToken!)).ShouldBeRefused("invalid_grant");
    }

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Of_twenty_who_use_one_refresh_token_at_once_exactly_one_succeeds(DatabaseProvider provider)
    {
        await using var own = await IssuerHost.StartAsync(provider);
        var token = (await own.TokensAsync()).RefreshToken!;

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => own.RefreshAsync(token)));

        replies.Count(r => r.Status == HttpStatusCode.OK).ShouldBe(1);
        replies.Count(r => r.Error == "invalid_grant").ShouldBe(19);
    }

    [Fact]
    public async Task A_refresh_token_that_lay_unused_for_fifteen_days_has_ended()
    {
        await using var own = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        var tokens = await own.TokensAsync();
        own.Clock.Advance(TimeSpan.FromDays(14));
        var next = await own.RefreshAsync(tokens.RefreshToken!);
        next.Status.ShouldBe(HttpStatusCode.OK);

        own.Clock.Advance(TimeSpan.FromDays(15));
        (await own.RefreshAsync(next.RefreshToken!)).ShouldBeRefused("invalid_grant");
    }

    [Fact]
    public async Task Thirty_days_after_sign_in_refreshing_ends_however_often_it_was_done()
    {
        await using var own = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        var tokens = await own.TokensAsync();
        for (var day = 0; day < 29; day += 10)
        {
            own.Clock.Advance(TimeSpan.FromDays(day == 0 ? 9 : 10));
            tokens = await own.RefreshAsync(tokens.RefreshToken!);
            tokens.Status.ShouldBe(HttpStatusCode.OK);
        }

        own.Clock.Advance(TimeSpan.FromDays(1));
        (await own.RefreshAsync(tokens.RefreshToken!)).ShouldBeRefused("invalid_grant");
    }

    [Fact]
    public async Task Scopes_can_be_narrowed_for_one_access_token()
    {
        var tokens = await host.TokensAsync();
        var narrow = await host.RefreshAsync(tokens.RefreshToken!, "member");
        narrow.Scope.ShouldBe("member");
        narrow.IdToken.ShouldBeNull();

        (await host.RefreshAsync(narrow.RefreshToken!)).Scope.ShouldBe(tokens.Scope);
    }

    [Theory]
    [InlineData("member profile")]
    [InlineData("partner")]
    [InlineData(" ")]
    public async Task Scopes_cannot_be_widened(string scope)
    {
        var tokens = await host.TokensAsync();
        (await host.RefreshAsync(tokens.RefreshToken!, scope)).ShouldBeRefused("invalid_scope");
        (await host.RefreshAsync(tokens.RefreshToken!)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refresh_token_is_worth_nothing_to_another_client()
    {
        var tokens = await host.TokensAsync();
        var theft = await host.PostAsync(
            "/connect/token",
            Flows.Basic("service", IssuerHost.ServiceSecret),
            ("grant_type", "refresh_token"),
            ("refresh_token", tokens.RefreshToken!)
        );
        theft.ShouldBeRefused("invalid_grant");
        (await host.RefreshAsync(tokens.RefreshToken!)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_without_offline_access_cannot_refresh() =>
        (
            await host.PostAsync(
                "/connect/token",
                ("grant_type", "refresh_token"),
                ("client_id", "native"),
                ("refresh_token", "any")
            )
        ).ShouldBeRefused("unauthorized_client");

    [Fact]
    public async Task A_changed_password_ends_every_refresh_token()
    {
        await using var own = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        var tokens = await own.TokensAsync();
        await own.WithAsync<UserAdministration>(async users =>
            await users.SetPasswordAsync((await users.FindByEmailAsync("member@example.com"))!, "another good password")
        );
        (await own.RefreshAsync(tokens.RefreshToken!)).ShouldBeRefused("invalid_grant");
    }

    [Fact]
    public async Task A_barred_user_cannot_refresh_and_may_again_when_the_bar_is_lifted()
    {
        await using var own = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        var tokens = await own.TokensAsync();
        await BarAsync(own, own.Clock.GetUtcNow().AddYears(1));
        (await own.RefreshAsync(tokens.RefreshToken!)).ShouldBeRefused("invalid_grant");

        await BarAsync(own, null);
        (await own.RefreshAsync(tokens.RefreshToken!)).Status.ShouldBe(HttpStatusCode.OK);

        static Task BarAsync(IssuerHost own, DateTimeOffset? until) =>
            own.WithAsync<UserAdministration>(async users =>
                await users.BarAsync((await users.FindByEmailAsync("member@example.com"))!, until)
            );
    }

    [Fact]
    public async Task A_role_that_was_taken_away_is_gone_at_the_next_refresh()
    {
        await using var own = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        using var browser = new Browser(own);
        var answer = await browser.AuthorizeAsync(
            Flows.AuthorizeAddress(("scope", "openid admin member offline_access")),
            "admin@example.com"
        );
        var tokens = await own.RedeemAsync(answer.Parameter("code")!);
        Flows.Part(tokens.AccessToken, 1).GetProperty("role").GetArrayLength().ShouldBe(2);

        await own.WithAsync<UserAdministration>(users =>
            users.UpsertAsync(new UserDefinition("admin@example.com", "Ada Admin", Roles: ["auditor"]))
        );

        (await own.RefreshAsync(tokens.RefreshToken!)).Scope.ShouldBe("member offline_access openid");
    }
}
