using System.Net;
using Loyalty.Identity.Administration;
using Loyalty.Identity.Clients;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Administration;

public sealed class AdministrationTests(SharedIssuer shared) : IClassFixture<SharedIssuer>
{
    private readonly IssuerHost host = shared.Host;

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Seeding_again_changes_nothing_and_signs_nobody_out(DatabaseProvider provider)
    {
        await using var own = await IssuerHost.StartAsync(provider);
        var tokens = await own.TokensAsync();
        var definition = new UserDefinition(
            "member@example.com",
            "Mia Member",
            IssuerHost.Password,
            Claims: [new("member_id", "mbr_1")]
        );
        await own.WithAsync<UserAdministration>(users => users.UpsertAsync(definition));
        await own.WithAsync<UserAdministration>(users => users.UpsertAsync(definition));
        await own.WithAsync<ClientAdministration>(async clients =>
        {
            var service = (await clients.FindAsync("service"))!;
            await clients.UpsertAsync(service);
            await clients.EnsureSecretAsync("service", IssuerHost.ServiceSecret, "for tests");
            var again = (await clients.FindAsync("service"))!;
            again.ClientSecrets.Count.ShouldBe(1);
            again.Claims.Count.ShouldBe(1);
            again.RedirectUris.ShouldBe(service.RedirectUris);
        });
        (await own.RefreshAsync(tokens.RefreshToken!)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Demo_credentials_can_be_looked_for()
    {
        await host.WithAsync<UserAdministration>(async users =>
        {
            (await users.HasPasswordAsync("admin@example.com", IssuerHost.Password)).ShouldBeTrue();
            (await users.HasPasswordAsync("admin@example.com", "another")).ShouldBeFalse();
            (await users.HasPasswordAsync("nobody@example.com", IssuerHost.Password)).ShouldBeFalse();
        });
        await host.WithAsync<ClientAdministration>(async clients =>
        {
            (await clients.HasSecretAsync("service", IssuerHost.ServiceSecret)).ShouldBeTrue();
            (await clients.HasSecretAsync("service", "another")).ShouldBeFalse();
        });
    }

    [Theory]
    [InlineData("short")]
    public async Task A_poor_password_is_refused(string password)
    {
        var refusal = await Should.ThrowAsync<IdentityRefusedException>(() =>
            host.WithAsync<UserAdministration>(users =>
                users.UpsertAsync(new UserDefinition("new@example.com", "New", password))
            )
        );
        refusal.Problems.ShouldBe(["PasswordTooShort"]);
        await host.WithAsync<UserAdministration>(async users =>
            (await users.FindByEmailAsync("new@example.com")).ShouldBeNull()
        );
    }

    [Theory]
    [InlineData("http://club.example/callback")]
    [InlineData("https://*.example/callback")]
    [InlineData("https://club.example/callback#x")]
    [InlineData("https://user@club.example/callback")]
    [InlineData("javascript:alert(1)")]
    [InlineData("myapp:/callback")]
    [InlineData("/callback")]
    public async Task A_client_cannot_be_registered_with_a_dangerous_redirect(string uri) =>
        await Should.ThrowAsync<IdentityRefusedException>(() =>
            host.WithAsync<ClientAdministration>(clients =>
                clients.UpsertAsync(
                    new Client
                    {
                        ClientId = "new",
                        AllowedGrantTypes = [GrantTypes.AuthorizationCode],
                        RedirectUris = [uri],
                    }
                )
            )
        );

    [Fact]
    public async Task Access_tokens_cannot_be_made_to_live_longer_than_ten_minutes() =>
        await Should.ThrowAsync<IdentityRefusedException>(() =>
            host.WithAsync<ClientAdministration>(clients =>
                clients.UpsertAsync(new Client { ClientId = "new", AccessTokenLifetime = 601 })
            )
        );

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Clean_up_removes_what_has_ended_a_bounded_number_at_a_time(DatabaseProvider provider)
    {
        await using var own = await IssuerHost.StartAsync(provider);
        var live = await own.TokensAsync();
        await own.CodeAsync();
        await own.CodeAsync();
        own.Clock.Advance(TimeSpan.FromDays(2));
        live = await own.RefreshAsync(live.RefreshToken!);

        (await CleanAsync(1)).ShouldBe(2, "one code and one count of attempts");
        (await CleanAsync(100)).ShouldBe(2, "two more codes");
        (await CleanAsync(100)).ShouldBe(0);
        live = await own.RefreshAsync(live.RefreshToken!);
        live.Status.ShouldBe(HttpStatusCode.OK);

        own.Clock.Advance(TimeSpan.FromDays(40));
        await CleanAsync(100);
        await own.WithAsync<LoyaltyIdentityDbContext>(async db =>
        {
            (await db.Grants.CountAsync()).ShouldBe(0);
            (await db.RefreshTokens.CountAsync()).ShouldBe(0);
        });

        Task<int> CleanAsync(int rowsMax) => own.WithAsync<IdentityCleanup, int>(c => c.RunAsync(rowsMax));
    }

    [Fact]
    public async Task All_grants_of_a_user_can_be_ended()
    {
        await using var own = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        var tokens = await own.TokensAsync();
        await own.WithAsync<UserAdministration>(async users =>
            (await users.RevokeGrantsAsync((await users.FindByEmailAsync("member@example.com"))!.Id)).ShouldBe(1)
        );
        (await own.RefreshAsync(tokens.RefreshToken!)).ShouldBeRefused("invalid_grant");
    }
}
