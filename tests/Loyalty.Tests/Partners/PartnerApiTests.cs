using System.Net;
using System.Net.Http.Json;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnerApiActions;
using static Loyalty.Tests.Partners.PartnersActions;

namespace Loyalty.Tests.Partners;

public abstract class PartnerApiTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Only_a_client_that_is_bound_to_an_active_partner_gets_in()
    {
        var partner = await Club.CreatePartnerAsync();
        using var anonymous = Club.Anonymous();
        using var stranger = Club.System($"stranger-{partner.View.Slug}");
        using var wrongScope = Club.System($"client-{partner.View.Slug}", "member");
        using var staff = Club.Staff();
        using var system = await partner.SystemAsync();

        (await anonymous.GetAsync($"{Root}/secrets")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await staff.GetAsync($"{Root}/secrets")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await wrongScope.GetAsync($"{Root}/secrets")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await stranger.GetAsync($"{Root}/secrets")).ProblemAsync(HttpStatusCode.Forbidden)).ShouldBe(
            "client-not-bound"
        );
        await system.OkAsync("secrets");

        await staff.PostAsync($"/api/admin/v1/partners/{partner.View.Slug}/suspend", content: null);
        (await (await system.GetAsync($"{Root}/secrets")).ProblemAsync(HttpStatusCode.Forbidden)).ShouldBe(
            "client-not-bound"
        );
        await staff.PostAsync($"/api/admin/v1/partners/{partner.View.Slug}/reactivate", content: null);
        await system.OkAsync("secrets");

        (
            await staff.DeleteAsync($"/api/admin/v1/partners/{partner.View.Slug}/clients/client-{partner.View.Slug}")
        ).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await system.GetAsync($"{Root}/secrets")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden,
            "its token holds still"
        );
    }

    [Fact]
    public async Task A_partner_sees_nothing_of_another()
    {
        var (one, other) = (await Club.CreatePartnerAsync(), await Club.CreatePartnerAsync());
        using var system = await one.SystemAsync();
        var payment = Payment(await other.LinkedCustomerAsync());
        (await other.SendAsync(payment)).ResultStatus().ShouldBe("posted");
        var secret = (await Club.CreateSecretAsync(other.View.Slug)).Id;

        var path = $"{Root}/events?source=%2Fledger%2Fcards&id={payment.Id()}";
        (await (await system.GetAsync(path)).ProblemAsync(HttpStatusCode.NotFound)).ShouldBe("not-found");
        (await system.PostAsync($"{Root}/secrets/{secret}/revoke", content: null)).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await system.OkAsync("secrets")).AsArray().Count.ShouldBe(1);
        using var theirs = await other.SystemAsync();
        ((string)(await theirs.OkAsync(path))["status"]!).ShouldBe("posted");
    }

    [Fact]
    public async Task A_client_speaks_for_one_partner_also_when_two_bind_it_at_once()
    {
        var partners = new[] { await Club.CreatePartnerAsync(), await Club.CreatePartnerAsync() };
        var clientId = $"shared-{partners[0].View.Slug}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => partners[i % 2].BindAsync(clientId)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(4, "of one partner, each time");
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            (await answer.ProblemAsync(HttpStatusCode.Conflict)).ShouldBe("client-bound-elsewhere");
        }

        (await partners[0].BindAsync("blank in it")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await partners[0].BindAsync("some-client", "support")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_became_of_an_event_is_told_by_its_source_and_id()
    {
        var partner = await Club.CreatePartnerAsync();
        using var system = await partner.SystemAsync();
        var waiting = Payment("nobody-yet");
        var excluded = Payment(await partner.LinkedCustomerAsync());
        excluded["data"]!["amount"]!["currency"] = "EUR";
        await partner.SendBatchAsync(waiting.DeepClone(), excluded.DeepClone());

        var quarantined = await system.OkAsync($"events?source=/ledger/cards&id={waiting.Id()}");
        ((string)quarantined["status"]!).ShouldBe("quarantined");
        ((string)quarantined["problem"]!["code"]!).ShouldBe("member-unknown");
        quarantined["replayedAt"].ShouldBeNull();
        var rejected = await system.OkAsync($"events?source=/ledger/cards&id={excluded.Id()}");
        ((string)rejected["status"]!, (string)rejected["problem"]!["code"]!).ShouldBe(
            ("rejected", "currency-not-covered")
        );

        (await partner.LinkAsync("nobody-yet", await Club.SomeMemberAsync())).EnsureSuccessStatusCode();
        var posted = await system.OkAsync($"events?source=/ledger/cards&id={waiting.Id()}");
        ((string)posted["status"]!).ShouldBe("posted");
        posted["replayedAt"].ShouldNotBeNull();
        posted["problem"].ShouldBeNull();

        var problem = await (await system.GetAsync($"{Root}/events?id=x")).ReadNodeAsync();
        problem["errors"]!.AsObject().Select(error => error.Key).ShouldBe(["source"]);
    }

    [Fact]
    public async Task A_partner_rotates_its_secret_without_a_gap()
    {
        var partner = await Club.CreatePartnerAsync();
        using var system = await partner.SystemAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => system.PostAsJsonAsync($"{Root}/secrets", new { overlapHours = 1 }))
        );

        var made = answers.Where(answer => answer.StatusCode == HttpStatusCode.Created).ShouldHaveSingleItem();
        made.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var secret = (string)(await made.ReadNodeAsync())["secret"]!;
        var customer = await partner.LinkedCustomerAsync();
        (await partner.SendAsync(Payment(customer))).Status.ShouldBe(200, "the old one is live");
        (await partner.SendAsync(Payment(customer), secret)).Status.ShouldBe(200);
        (
            await (await system.PostAsync($"{Root}/secrets", content: null)).ProblemAsync(HttpStatusCode.Conflict)
        ).ShouldBe("too-many-secrets");
        var listed = (await system.OkAsync("secrets")).AsArray();
        listed.Count(one => (bool)one!["live"]!).ShouldBe(2);
        listed.ToJsonString().ShouldNotContain("whsec_");

        var old = listed.Single(one => one!["expiresAt"] is not null)!;
        (await system.PostAsync($"{Root}/secrets/{old["id"]}/revoke", content: null)).EnsureSuccessStatusCode();
        (await partner.SendAsync(Payment(customer))).Status.ShouldBe(401);
        (await partner.SendAsync(Payment(customer), secret)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_client_made_here_gets_a_token_and_in()
    {
        await using var club = await Club.StartAsync(
            Provider,
            clock: null,
            "--Authentication:Authority=",
            "--Authentication:Issuer=http://127.0.0.1:1"
        );
        await club.SeedClientAsync();
        using var anonymous = club.Anonymous();
        using var staff = club.WithToken(await anonymous.TokenAsync("staff-service", "staff-service-secret", "admin"));
        using var created = await staff.PostAsJsonAsync(
            "/api/admin/v1/partners",
            new Loyalty.Api.Partners.CreatePartnerBody("autoclub", "Auto club", Contract()),
            Club.Json
        );
        created.StatusCode.ShouldBe(HttpStatusCode.Created);

        using var bound = await staff.PostAsJsonAsync(
            "/api/admin/v1/partners/autoclub/clients",
            new { clientId = "autoclub-service" }
        );
        var secret = (string)(await bound.ReadNodeAsync())["clientSecret"]!;
        secret.Length.ShouldBeGreaterThan(30);
        using var system = club.WithToken(await anonymous.TokenAsync("autoclub-service", secret, "partner"));
        (await system.OkAsync("secrets")).AsArray().ShouldBeEmpty();

        using var again = await staff.PostAsJsonAsync(
            "/api/admin/v1/partners/autoclub/clients",
            new { clientId = "autoclub-service" }
        );
        (await again.ReadNodeAsync())["clientSecret"].ShouldBeNull("it was shown once");
        using var foreign = await staff.PostAsJsonAsync(
            "/api/admin/v1/partners/autoclub/clients",
            new { clientId = "swagger-ui" }
        );
        (await foreign.ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldBe("invalid-request");
    }

    public sealed class OnSqlite() : PartnerApiTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PartnerApiTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PartnerApiTests(DatabaseProvider.SqlServer);
}
