using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Api.Partners;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnersActions;

namespace Loyalty.Tests.Partners;

public abstract class PartnerAdminTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Path = "/api/admin/v1/partners";

    [Fact]
    public async Task A_partner_is_found_by_id_and_by_slug()
    {
        var partner = await Club.CreatePartnerAsync();
        using var staff = Club.Staff("auditor");

        var bySlug = await staff.GetFromJsonAsync<PartnerView>($"{Path}/{partner.View.Slug}", Club.Json);
        var byId = await staff.GetFromJsonAsync<PartnerView>($"{Path}/{partner.View.Id}", Club.Json);

        bySlug!.Id.ShouldBe(partner.View.Id);
        byId!.Slug.ShouldBe(partner.View.Slug);
        (await staff.GetAsync($"{Path}/nobody-at-all")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.GetAsync($"{Path}/%C3%A4%20")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Only_managers_create_partners()
    {
        using var support = Club.Staff("support");

        (await Create(support, "some-bank", Contract())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_slug_is_given_once_also_to_two_at_once()
    {
        using var staff = Club.Staff("manager");
        var slug = $"s{Guid.CreateVersion7():N}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Create(staff, slug, Contract())));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(4);
    }

    [Fact]
    public async Task A_contract_that_covers_nothing_or_is_out_of_range_is_refused_by_its_fields()
    {
        using var staff = Club.Staff();
        var contract = Contract();

        await Refused(staff, "No Slug", contract, "slug");
        await Refused(staff, "ok", contract with { EventTypes = [] }, "contract.eventTypes");
        await Refused(staff, "ok", contract with { EventTypes = ["x"] }, "contract.eventTypes");
        await Refused(staff, "ok", contract with { MoneyCurrencies = null }, "contract.moneyCurrencies");
        await Refused(staff, "ok", contract with { PointCurrencies = [] }, "contract.pointCurrencies");
        await Refused(staff, "ok", contract with { Operations = ["\0"] }, "contract.operations");
        await Refused(staff, "ok", contract with { AmountPerEventMax = "-1" }, "contract.amountPerEventMax");
        await Refused(staff, "ok", contract with { AmountPerEventMax = "0" }, "contract.amountPerEventMax");
        await Refused(staff, "ok", contract with { PointsPerEventMax = 0 }, "contract.pointsPerEventMax");
        await Refused(staff, "ok", contract with { LateDaysMax = -1 }, "contract.lateDaysMax");
        await Refused(staff, "ok", contract with { ClockAheadMinutesMax = -1 }, "contract.clockAheadMinutesMax");
    }

    [Fact]
    public async Task A_change_needs_the_newest_version()
    {
        var partner = await Club.CreatePartnerAsync();
        using var staff = Club.Staff();
        var path = $"{Path}/{partner.View.Slug}";
        var body = new UpdatePartnerBody("Renamed", Contract() with { PointsPerEventMax = 500 });
        using var read = await staff.GetAsync(path);

        (await staff.PutAsJsonAsync(path, body, Club.Json)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        staff.DefaultRequestHeaders.IfMatch.Add(read.Headers.ETag!);
        using var changed = await staff.PutAsJsonAsync(path, body, Club.Json);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var view = await changed.Content.ReadFromJsonAsync<PartnerView>(Club.Json);
        view!.Contract.PointsPerEventMax.ShouldBe(500);
        (await staff.PutAsJsonAsync(path, body, Club.Json)).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task Partners_are_listed_page_by_page()
    {
        await Club.CreatePartnerAsync();
        await Club.CreatePartnerAsync();
        using var staff = Club.Staff();
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await staff.GetFromJsonAsync<JsonObject>(
                $"{Path}?limit=1{(after is null ? "" : $"&after={after}")}"
            );
            seen.AddRange(page!["items"]!.AsArray().Select(item => item!["slug"]!.GetValue<string>()));
            after = page["next"]?.GetValue<string>();
        } while (after is not null && seen.Count < 3);

        seen.Count.ShouldBeGreaterThanOrEqualTo(2);
        seen.Distinct().Count().ShouldBe(seen.Count);
    }

    [Fact]
    public async Task Links_are_made_in_bulk_each_on_its_own()
    {
        var partner = await Club.CreatePartnerAsync();
        var member = await Club.SomeMemberAsync();
        var payment = Payment("b1");
        await partner.SendAsync(payment);
        using var staff = Club.Staff("support");
        var path = $"{Path}/{partner.View.Slug}/links";
        BulkLinkBody[] links =
        [
            new("b1", member),
            new("b2", member),
            new("", member),
            new("b3", new MemberId(Guid.CreateVersion7())),
        ];

        using var done = await staff.PostAsJsonAsync(path, new BulkLinksBody(links), Club.Json);

        var view = await done.Content.ReadFromJsonAsync<JsonObject>();
        view!["linked"]!.GetValue<int>().ShouldBe(2);
        view["results"]!
            .AsArray()
            .Select(result => result!["linked"]!.GetValue<bool>())
            .ShouldBe([true, true, false, false]);
        (await partner.SendAsync(payment)).ResultStatus().ShouldBe("duplicate");
        var listed = await staff.GetFromJsonAsync<JsonObject>($"{path}?memberId={member}");
        listed!["items"]!.AsArray().Count.ShouldBe(2);
        (await staff.DeleteAsync($"{path}/b1")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.DeleteAsync($"{path}/b1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await partner.SendAsync(Payment("b1"))).ResultStatus().ShouldBe("quarantined");
    }

    [Fact]
    public async Task Null_in_a_list_is_named()
    {
        var partner = await Club.CreatePartnerAsync();
        using var staff = Club.Staff("manager");

        await RefusedAsync($"{partner.View.Slug}/links", """{"links":[null]}""", "links");
        foreach (
            var list in (string[])
                [
                    "costsPerPoint",
                    "eventTypes",
                    "operations",
                    "excludedCategories",
                    "moneyCurrencies",
                    "pointCurrencies",
                ]
        )
        {
            var contract = new JsonObject
            {
                ["eventTypes"] = new JsonArray("loyalty.transaction.posted"),
                ["moneyCurrencies"] = new JsonArray("CZK"),
            };
            contract[list] = new JsonArray((JsonNode?)null);
            var body = new JsonObject
            {
                ["slug"] = $"n{Guid.CreateVersion7():N}"[..30],
                ["name"] = "Nobody",
                ["contract"] = contract,
            };
            await RefusedAsync("", body.ToJsonString(), list);
        }

        async Task RefusedAsync(string path, string json, string list)
        {
            using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            using var answer = await staff.PostAsync($"{Path}/{path}".TrimEnd('/'), content);
            ((int)answer.StatusCode).ShouldBeInRange(400, 422, $"{list}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task A_customer_of_another_member_is_not_taken_over()
    {
        var partner = await Club.CreatePartnerAsync();
        var customer = await partner.LinkedCustomerAsync();

        using var taken = await partner.LinkAsync(customer, await Club.SomeMemberAsync());

        taken.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Statistics_count_events_by_day_and_status()
    {
        var partner = await Club.CreatePartnerAsync();
        var customer = await partner.LinkedCustomerAsync();
        await partner.SendBatchAsync(Payment(customer), Payment(customer), Payment(customer, "0"), Payment("nobody"));
        using var staff = Club.Staff("auditor");

        var days = await staff.GetFromJsonAsync<JsonArray>($"{Path}/{partner.View.Slug}/statistics?days=2");

        days!.Count.ShouldBe(2);
        days.Sum(day => day!["posted"]!.GetValue<int>()).ShouldBe(2);
        days.Sum(day => day!["rejected"]!.GetValue<int>()).ShouldBe(1);
        days.Sum(day => day!["quarantined"]!.GetValue<int>()).ShouldBe(1);
        (await staff.GetAsync($"{Path}/{partner.View.Slug}/statistics?days=32")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
    }

    [Fact]
    public async Task Secrets_stand_encrypted_in_the_database_and_in_no_remembered_answer()
    {
        var partner = await Club.CreatePartnerAsync();
        using var staff = Club.Staff();
        staff.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var created = await staff.PostAsJsonAsync(
            $"{Path}/{partner.View.Slug}/secrets",
            new CreateSecretBody(1),
            Club.Json
        );
        var secret = (await created.Content.ReadFromJsonAsync<NewSecretView>(Club.Json))!.Secret;
        Loyalty.Domain.Partners.WebhookSignature.TryParseSecret(secret, out var key).ShouldBeTrue();

        var (kept, remembered) = await Club.WithContextAsync(context =>
            Task.FromResult(
                (
                    context
                        .PartnerSecrets.Where(s => s.PartnerId == partner.View.Id)
                        .Select(s => s.EncryptedKey)
                        .ToArray(),
                    context.IdempotentRequests.Select(request => request.Body).ToArray()
                )
            )
        );

        kept.Length.ShouldBe(2);
        kept.Any(bytes => bytes.AsSpan().IndexOf(key) >= 0).ShouldBeFalse();
        remembered.ShouldAllBe(body => !System.Text.Encoding.UTF8.GetString(body).Contains("whsec_"));
    }

    private static Task<HttpResponseMessage> Create(HttpClient staff, string slug, PartnerContractBody contract) =>
        staff.PostAsJsonAsync(Path, new CreatePartnerBody(slug, "A bank", contract), Club.Json);

    private static async Task Refused(HttpClient staff, string slug, PartnerContractBody contract, string field)
    {
        using var answer = await Create(staff, slug, contract);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>();
        problem!["errors"]!.AsObject().ContainsKey(field).ShouldBeTrue();
    }

    public sealed class OnSqlite() : PartnerAdminTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PartnerAdminTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PartnerAdminTests(DatabaseProvider.SqlServer);
}
