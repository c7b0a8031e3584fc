using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>How redemption partners are called: with whose authority, how often, and where not at all.</summary>
public abstract class PartnerCallTests(DatabaseProvider provider) : OwnClubTests(provider, ScriptedTelecom.Settings)
{
    [Fact]
    public async Task A_partner_who_never_answers_is_left_alone_for_a_while()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        telecom.Orders.Always(ScriptedAnswer.WithStatus(500));
        using var staff = Club.Staff();
        for (var i = 0; i < 12; i++)
        {
            var (member, _, key) = await telecom.GivenMemberAsync();
            await telecom.RedeemAsync(staff, member, key);
        }

        var path = $"/api/admin/v1/redemptions?reward={telecom.Reward}";
        var items = await WaitFor.Async(
            async () => (await (await staff.GetAsync(path)).ReadAsync(HttpStatusCode.OK))["items"]!.AsArray(),
            all => all.All(one => one!["cause"]!.ToString() == "partner-circuit-open")
        );

        items.ShouldAllBe(one => one!["cause"]!.ToString() == "partner-circuit-open");
        items.ShouldAllBe(one => one!["status"]!.ToString() == "ordered");
        telecom.Ordered.Count().ShouldBeLessThan(60);
    }

    [Fact]
    public async Task Calls_with_client_credentials_carry_a_token_and_get_a_new_one_when_it_is_refused()
    {
        var endpoint = new JsonObject
        {
            ["authentication"] = "clientCredentials",
            ["tokenUrl"] = "",
            ["clientId"] = "club",
            ["clientSecret"] = "s:ecret",
            ["scope"] = "orders",
        };
        await using var telecom = await ScriptedTelecom.OpenAsync(Club, endpoint);
        var (member, order, key) = await telecom.GivenMemberAsync();
        telecom
            .Server.On("POST", "/token")
            .Then(ScriptedAnswer.Json("""{"access_token":"one","expires_in":600}"""))
            .Always(ScriptedAnswer.Json("""{"access_token":"two","expires_in":600}"""));
        telecom.Orders.Then(ScriptedAnswer.WithStatus(401)).Always(ScriptedTelecom.Says(order, "fulfilled"));
        using var staff = Club.Staff();
        await telecom.RedeemAsync(staff, member, key);

        await staff.WhenAsync(order, "fulfilled");

        telecom.Ordered.Select(call => call.Headers["Authorization"]).ShouldBe(["Bearer one", "Bearer two"]);
        var asked = telecom.Server.Journal.First(entry => entry.Target == "/token");
        asked.Text.ShouldBe("grant_type=client_credentials&scope=orders");
        asked
            .Headers["Authorization"]
            .ShouldBe($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("club:s%3Aecret"))}");
        telecom.Ordered.ShouldAllBe(call => !call.Headers.ContainsKey("webhook-signature"));
    }

    [Theory]
    [InlineData("http://partner.example/v1")]
    [InlineData("https://127.0.0.1/v1")]
    [InlineData("https://10.1.2.3/v1")]
    [InlineData("https://[::1]/v1")]
    [InlineData("https://[::ffff:192.168.0.1]/v1")]
    [InlineData("https://user@partner.example/v1")]
    [InlineData("partner.example")]
    public async Task An_address_that_is_not_public_is_refused(string url)
    {
        var club = await Club.SharedAsync(Provider);
        var partner = await club.CreatePartnerAsync();
        using var staff = club.Staff("manager");

        var problem = await (
            await staff.PutAsJsonAsync(
                $"/api/admin/v1/partners/{partner.View.Slug}/redemption-endpoint",
                new { url, authentication = "signed" }
            )
        ).ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");

        problem["errors"]!["url"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_not_called()
    {
        var club = await Club.StartAsync(Provider, clock: null, "--Jobs:Run=true");
        await using var _ = club;
        var partner = await club.CreatePartnerAsync();
        using var staff = club.Staff();
        (
            await staff.PutAsJsonAsync(
                $"/api/admin/v1/partners/{partner.View.Slug}/redemption-endpoint",
                new { url = "https://localhost:1/v1", authentication = "signed" }
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        Identifier.TryParse<PartnerId>(partner.View.Id.ToString(), out var id).ShouldBeTrue();
        var reward = await club.GivenRewardAsync(
            FulfilmentMethod.Partner,
            one => one with { Fulfilment = one.Fulfilment with { Partner = id, Product = "X" } }
        );
        var member = await club.GivenMemberWithPointsAsync(100);

        var order = await staff.RedeemRewardAsync(member, reward).IdAsync();

        var view = await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(order))["redemption"]!,
            found => (int)found["attempts"]! > 0
        );
        view["cause"]!.ToString().ShouldBe("partner-unreachable");
        (await club.CountAsync(member)).ShouldBe((0, 100, 100));
    }

    public sealed class OnSqlite() : PartnerCallTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PartnerCallTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PartnerCallTests(DatabaseProvider.SqlServer);
}
