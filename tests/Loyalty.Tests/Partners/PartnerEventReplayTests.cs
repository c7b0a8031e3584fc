using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Api.Partners;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnersActions;

namespace Loyalty.Tests.Partners;

/// <summary>What staff do with events that were not posted.</summary>
public abstract class PartnerEventReplayTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Staff_find_inspect_and_replay_what_was_rejected()
    {
        var partner = await Club.CreatePartnerAsync(Contract() with { AmountPerEventMax = "50" });
        var customer = await partner.LinkedCustomerAsync();
        var payment = Payment(customer);
        (await partner.SendAsync(payment)).Problem().ShouldBe("amount-above-limit");
        (await partner.SendAsync(Payment("nobody", "10.00"))).Status.ShouldBe(202);
        using var staff = Club.Staff("support");
        const string path = "/api/admin/v1/partner-events";

        var page = await staff.GetFromJsonAsync<JsonObject>($"{path}?partner={partner.View.Slug}&limit=1");
        page!["items"]!.AsArray().Count.ShouldBe(1);
        var rest = await staff.GetFromJsonAsync<JsonObject>(
            $"{path}?partner={partner.View.Id}&limit=1&after={page["next"]}"
        );
        var rejected = rest!["items"]!.AsArray().ShouldHaveSingleItem()!;
        rest["next"].ShouldBeNull();
        rejected["status"]!.GetValue<string>().ShouldBe("rejected");
        var id = rejected["id"]!.GetValue<string>();
        var detail = await staff.GetFromJsonAsync<JsonObject>($"{path}/{id}");
        detail!["event"]!["id"]!.GetValue<string>().ShouldBe(payment.Id());
        detail["problem"]!["code"]!.GetValue<string>().ShouldBe("amount-above-limit");

        await PartnerEventsTests.ChangeContractAsync(partner, Contract());
        var replays = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => staff.PostAsync($"{path}/{id}/replay", null))
        );
        replays.ShouldContain(answer => answer.StatusCode == HttpStatusCode.OK);
        (await partner.RecordAsync(payment.Id()))!.Status.ShouldBe(PartnerEventStatus.Posted);
        (await staff.PostAsync($"{path}/{id}/replay", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        using var bulk = await staff.PostAsJsonAsync($"{path}/replay", new ReplayBody(partner.View.Slug), Club.Json);
        var counts = (await bulk.Content.ReadFromJsonAsync<JsonObject>())!;
        counts["quarantined"]!.GetValue<int>().ShouldBe(1);
        counts["more"]!.GetValue<bool>().ShouldBeFalse();

        using var auditor = Club.Staff("auditor");
        (await auditor.GetAsync($"{path}/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await auditor.PostAsync($"{path}/{id}/replay", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_replay_works_under_an_idempotency_key()
    {
        var partner = await Club.CreatePartnerAsync();
        await partner.SendAsync(Payment("nobody"));
        using var staff = Club.Staff("support");
        staff.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());

        using var bulk = await staff.PostAsJsonAsync(
            "/api/admin/v1/partner-events/replay",
            new ReplayBody(partner.View.Slug),
            Club.Json
        );

        bulk.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public sealed class OnSqlite() : PartnerEventReplayTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PartnerEventReplayTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PartnerEventReplayTests(DatabaseProvider.SqlServer);
}
