using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnersActions;
using Enrolled = Loyalty.Tests.Members.MembersActions.Enrolled;

namespace Loyalty.Tests.Partners;

/// <summary>What dealers and workshops tell of members goes into history and mileage, once.</summary>
public abstract class InteractionEventsTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_visit_told_five_times_at_once_is_there_once_with_its_mileage()
    {
        var (partner, member, customer, vin) = await GivenOwnerAsync();
        var visit = Visit(customer, vin, 61_200).ToJsonString();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => partner.SendAsync(visit, TestPartner.EventType))
        );

        answers.Count(answer => answer.ResultStatus() == "posted").ShouldBe(1);
        answers.Count(answer => answer.ResultStatus() == "duplicate").ShouldBe(4);
        using var staff = Club.Staff("support");
        var told = (await staff.GetJsonAsync($"{member.Url}/interactions"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        (told["kind"]!.ToString(), told["channel"]!.ToString(), told["dealer"]!.ToString()).ShouldBe(
            ("serviceVisit", "workshop", partner.View.Name)
        );
        told["amount"]!.ToJsonString().ShouldBe("""{"amount":"8450.00","currency":"CZK"}""");
        var vehicle = (await staff.GetJsonAsync($"{member.Url}/vehicles"))[0]!;
        ((int)vehicle["mileageKm"]!).ShouldBe(61_200);
        told["vehicleId"]!.ToString().ShouldBe(vehicle["id"]!.ToString());
        var behaviour = await staff.GetJsonAsync($"{member.Url}/behaviour");
        ((int)behaviour["year"]!["serviceVisits"]!).ShouldBe(1);
        behaviour["year"]!["spent"]!.ToJsonString().ShouldBe("""[{"amount":"8450.00","currency":"CZK"}]""");
        behaviour["flags"]!.AsArray().ShouldBeEmpty();
        var later = await staff.GetJsonAsync(
            $"{member.Url}/behaviour?asOf={Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddMonths(13).ToString("O"))}"
        );
        later["flags"]!.AsArray().Select(flag => flag!.ToString()).ShouldBe(["noActivityFor12Months", "spendingDown"]);
    }

    [Fact]
    public async Task What_comes_before_the_link_is_taken_down_after_it()
    {
        var partner = await Club.CreatePartnerAsync();
        var customer = $"c{Guid.CreateVersion7():N}";
        var member = await Club.EnrolMemberAsync();
        (await partner.SendAsync(Told(customer, "complaint"))).ResultStatus().ShouldBe("quarantined");

        (await partner.LinkAsync(customer, IdOf(member))).EnsureSuccessStatusCode();

        using var staff = Club.Staff("support");
        (await staff.GetJsonAsync($"{member.Url}/interactions"))["items"]!.AsArray().ShouldHaveSingleItem()!["kind"]!
            .ToString()
            .ShouldBe("complaint");
        // Somebody must answer it.
        (await staff.GetJsonAsync($"/api/admin/v1/complaints?member={member.Id}"))[
            "items"
        ]!.AsArray().ShouldHaveSingleItem()!["text"]!.ToString().ShouldBe("As the dealer says");
    }

    [Fact]
    public async Task A_mileage_that_does_not_fit_rejects_the_visit_and_leaves_nothing()
    {
        var (partner, member, customer, vin) = await GivenOwnerAsync();
        (await partner.SendAsync(Visit(customer, vin, 61_200))).ResultStatus().ShouldBe("posted");

        var lower = await partner.SendAsync(Visit(customer, vin, 61_199));

        (lower.Status, lower.Problem()).ShouldBe((422, "mileage-out-of-order"));
        using var staff = Club.Staff("support");
        (await staff.GetJsonAsync($"{member.Url}/interactions"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"vin":"WBA00000000000000"}""", "data.vin")]
    [InlineData("""{"vin":"nonsense"}""", "data.vin")]
    [InlineData("""{"mileageKm":5}""", "data.vin")]
    [InlineData("""{"kind":"party"}""", "data.kind")]
    [InlineData("""{"channel":"dream"}""", "data.channel")]
    [InlineData("""{"subject":""}""", "data.subject")]
    [InlineData("""{"points":5}""", "data.points")]
    public async Task What_is_not_sound_is_refused_by_its_field(string wrong, string field)
    {
        var (partner, member, customer, _) = await GivenOwnerAsync();
        var told = Told(customer, "purchase");
        foreach (var (name, value) in JsonNode.Parse(wrong)!.AsObject())
        {
            told["data"]![name] = value?.DeepClone();
        }

        var answer = await partner.SendAsync(told);

        (answer.Status, answer.ResultStatus()).ShouldBe((422, "rejected"));
        answer.Result().GetProperty("problem").GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
        using var staff = Club.Staff("support");
        (await staff.GetJsonAsync($"{member.Url}/interactions"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Staff_record_a_visit_with_its_mileage_and_a_refund_is_no_activity()
    {
        var (_, member, _, _) = await GivenOwnerAsync();
        using var staff = Club.Staff("support");
        var vehicle = (await staff.GetJsonAsync($"{member.Url}/vehicles"))[0]!["id"]!.ToString();
        (await RecordAsync(new { mileageKm = 12_000, amount = new { amount = "100.00", currency = "CZK" } })).ShouldBe(
            HttpStatusCode.Created
        );
        (await RecordAsync(new { mileageKm = 11_000 })).ShouldBe(HttpStatusCode.Conflict);
        (await RecordAsync(new { mileageKm = -1 })).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await RecordAsync(new { amount = new { amount = "-40.00", currency = "CZK" } })).ShouldBe(
            HttpStatusCode.Created
        );

        var year = (await staff.GetJsonAsync($"{member.Url}/behaviour"))["year"]!;

        ((int)year["serviceVisits"]!, (string)year["spent"]![0]!["amount"]!).ShouldBe((1, "60.00"));
        (await staff.GetJsonAsync($"{member.Url}/vehicles"))[0]!["mileageKm"]!.GetValue<int>().ShouldBe(12_000);

        async Task<HttpStatusCode> RecordAsync(object more)
        {
            var body = new JsonObject
            {
                ["kind"] = "serviceVisit",
                ["occurredAt"] = TimeProvider.System.GetUtcNow().AddMinutes(-5).ToString("O"),
                ["channel"] = "workshop",
                ["subject"] = "Service",
                ["vehicleId"] = vehicle,
            };
            foreach (var (name, value) in JsonSerializer.SerializeToNode(more)!.AsObject().ToArray())
            {
                body[name] = value!.DeepClone();
            }

            using var answer = await staff.PostAsJsonAsync($"{member.Url}/interactions", body);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T00:00:00Z")]
    public async Task Behaviour_of_a_time_that_nobody_knows_is_refused(string asOf)
    {
        var (_, member, _, _) = await GivenOwnerAsync();
        using var staff = Club.Staff("auditor");

        using var answer = await staff.GetAsync($"{member.Url}/behaviour?asOf={asOf}");

        await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
    }

    [Fact]
    public async Task Behaviour_of_nobody_is_not_found()
    {
        using var staff = Club.Staff("auditor");

        var answer = await staff.GetAsync($"{MembersActions.MembersPath}/mbr_00000000000000000000000000/behaviour");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<(TestPartner Partner, Enrolled Member, string Customer, string Vin)> GivenOwnerAsync()
    {
        var vin = MembersActions.Vin();
        var member = await Club.EnrolMemberAsync(MembersActions.Person().WithVehicle(vin));
        var partner = await Club.CreatePartnerAsync();
        var customer = $"c{Guid.CreateVersion7():N}";
        (await partner.LinkAsync(customer, IdOf(member))).EnsureSuccessStatusCode();
        return (partner, member, customer, vin);
    }

    private static MemberId IdOf(Enrolled member) =>
        Identifier.TryParse<MemberId>(member.Id, out var id) ? id : throw new FormatException(member.Id);

    private static JsonObject Told(string customer, string kind) =>
        Event(
            PartnerEvent.InteractionRecorded.TypeName,
            new JsonObject
            {
                ["member"] = new JsonObject { ["partnerCustomerId"] = customer },
                ["kind"] = kind,
                ["subject"] = "As the dealer says",
            }
        );

    private static JsonObject Visit(string customer, string vin, int kilometres)
    {
        var visit = Told(customer, "serviceVisit");
        visit["data"]!["channel"] = "workshop";
        visit["data"]!["vin"] = vin;
        visit["data"]!["mileageKm"] = kilometres;
        visit["data"]!["amount"] = new JsonObject { ["amount"] = "8450.00", ["currency"] = "CZK" };
        return visit;
    }

    public sealed class OnSqlite() : InteractionEventsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : InteractionEventsTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : InteractionEventsTests(DatabaseProvider.SqlServer);
}
