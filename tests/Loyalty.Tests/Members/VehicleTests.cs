using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

public abstract class VehicleTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_sold_vehicle_goes_to_its_next_owner_with_its_mileage()
    {
        using var http = Club.Staff("support");
        var (seller, buyer, vin) = (await Club.EnrolMemberAsync(), await Club.EnrolMemberAsync(), Vin());
        var vehicle = await RegisterAsync(http, seller, vin, "2020-01-01");
        (await ReadMileageAsync(http, vehicle, 12_000, "2026-03-01")).StatusCode.ShouldBe(HttpStatusCode.Created);

        var early = await http.PostAsJsonAsync($"{buyer.Url}/vehicles", new { vin });
        var problem = await early.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "duplicate-member");
        problem["conflict"]!.ToString().ShouldBe("vin");
        var ended = await http.PostAsJsonAsync($"{vehicle}/end", new { on = "2026-04-01" });
        (await ended.ReadAsync(HttpStatusCode.OK))["ownedUntil"]!.ToString().ShouldBe("2026-04-01");
        var bought = await http.GetJsonAsync(await RegisterAsync(http, buyer, vin, "2026-04-02"));

        bought["mileageKm"]!.GetValue<int>().ShouldBe(12_000);
        (await http.GetJsonAsync($"{seller.Url}/vehicles"))[0]!["ownedUntil"]!.ToString().ShouldBe("2026-04-01");
        (await http.GetJsonAsync(seller.Url))["vehicles"]!.AsArray().ShouldBeEmpty();
        (await http.GetJsonAsync(buyer.Url))["vehicles"]!.AsArray().Count.ShouldBe(1);
        (await http.PostAsJsonAsync($"{vehicle}/end", new { on = "2026-04-01" })).StatusCode.ShouldBe(
            HttpStatusCode.Conflict
        );
    }

    [Fact]
    public async Task A_vehicle_registered_twenty_times_at_once_has_one_owner()
    {
        using var http = Club.Staff();
        var vin = Vin();
        var members = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Club.EnrolMemberAsync()));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => http.PostAsJsonAsync($"{members[i % 4].Url}/vehicles", new { vin }))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(19);
    }

    [Fact]
    public async Task Mileage_never_falls_unless_it_is_a_correction()
    {
        using var http = Club.Staff();
        var vehicle = await RegisterAsync(http, await Club.EnrolMemberAsync(), Vin(), "2020-01-01");
        await ReadMileageAsync(http, vehicle, 10_000, "2026-01-10");
        await ReadMileageAsync(http, vehicle, 20_000, "2026-03-10");

        var high = await ReadMileageAsync(http, vehicle, 21_000, "2026-02-10");
        var problem = await high.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "mileage-out-of-order");
        problem["atLeast"]!.GetValue<int>().ShouldBe(10_000);
        problem["atMost"]!.GetValue<int>().ShouldBe(20_000);
        (await ReadMileageAsync(http, vehicle, 15_000, "2026-02-10")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await http.GetJsonAsync(vehicle))["mileageKm"]!.GetValue<int>().ShouldBe(20_000);
        (await ReadMileageAsync(http, vehicle, 500, "2026-04-10", correction: true)).StatusCode.ShouldBe(
            HttpStatusCode.Created
        );
        (await ReadMileageAsync(http, vehicle, 600, "2026-04-11")).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await http.GetJsonAsync(vehicle))["mileageKm"]!.GetValue<int>().ShouldBe(600);
        (await http.AllPagesAsync($"{vehicle}/mileage-readings", limit: 2))
            .Select(reading => reading["kilometres"]!.GetValue<int>())
            .ShouldBe([600, 500, 20_000, 15_000, 10_000]);
    }

    [Fact]
    public async Task Falling_readings_at_once_leave_a_rising_row()
    {
        using var http = Club.Staff();
        var vehicle = await RegisterAsync(http, await Club.EnrolMemberAsync(), Vin(), "2020-01-01");

        await Task.WhenAll(
            Enumerable.Range(1, 4).Select(i => ReadMileageAsync(http, vehicle, 10_000 - i, $"2026-01-0{i}"))
        );

        var kept = await http.AllPagesAsync($"{vehicle}/mileage-readings", limit: 50);
        kept.Count.ShouldBeGreaterThan(0);
        kept.Select(reading => reading["kilometres"]!.GetValue<int>()).ShouldBeInOrder(SortDirection.Descending);
    }

    [Theory]
    [InlineData(-1, "2026-01-01", "kilometres")]
    [InlineData(5_000_001, "2026-01-01", "kilometres")]
    [InlineData(1, "2199-01-01", "readOn")]
    public async Task A_reading_that_cannot_be_is_refused(int kilometres, string on, string field)
    {
        using var http = Club.Staff();
        var vehicle = await RegisterAsync(http, await Club.EnrolMemberAsync(), Vin(), "2020-01-01");

        var answer = await ReadMileageAsync(http, vehicle, kilometres, on);

        (await answer.ReadAsync(HttpStatusCode.UnprocessableEntity))["errors"]![field].ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_known_of_a_vehicle_is_replaced_on_the_version_that_was_read()
    {
        using var http = Club.Staff();
        var vehicle = await RegisterAsync(http, await Club.EnrolMemberAsync(), Vin(), "2020-01-01");
        var etag = (await http.GetAsync(vehicle)).Headers.ETag;
        var facts = JsonNode.Parse("""{"model":"Enyaq","insuranceEndsOn":"2027-01-01"}""")!;

        var first = await http.PutIfMatchAsync(vehicle, facts, etag);
        var second = await http.PutIfMatchAsync(vehicle, facts, etag);

        (await first.ReadAsync(HttpStatusCode.OK))["model"]!.ToString().ShouldBe("Enyaq");
        await second.ShouldBeRefusedAsync(HttpStatusCode.PreconditionFailed, "stale-version");
    }

    [Fact]
    public async Task A_vehicle_is_seen_under_its_owners_alone()
    {
        using var http = Club.Staff();
        var vehicle = await RegisterAsync(http, await Club.EnrolMemberAsync(), Vin(), "2020-01-01");
        var stranger = await Club.EnrolMemberAsync();
        var id = vehicle[(vehicle.LastIndexOf('/') + 1)..];

        (await http.GetAsync($"{stranger.Url}/vehicles/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ReadMileageAsync(http, $"{stranger.Url}/vehicles/{id}", 1, "2026-01-01")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    private static async Task<string> RegisterAsync(HttpClient http, Enrolled member, string vin, string ownedFrom)
    {
        var answer = await http.PostAsJsonAsync($"{member.Url}/vehicles", new { vin, ownedFrom });
        await answer.ReadAsync(HttpStatusCode.Created);
        return answer.Headers.Location!.ToString();
    }

    private static Task<HttpResponseMessage> ReadMileageAsync(
        HttpClient http,
        string vehicle,
        int kilometres,
        string on,
        bool correction = false
    ) =>
        http.PostAsJsonAsync(
            $"{vehicle}/mileage-readings",
            new
            {
                kilometres,
                readOn = on,
                source = "workshop",
                isCorrection = correction,
            }
        );

    public sealed class OnSqlite() : VehicleTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : VehicleTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : VehicleTests(DatabaseProvider.SqlServer);
}
