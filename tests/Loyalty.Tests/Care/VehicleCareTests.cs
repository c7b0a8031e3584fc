using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareActions;

namespace Loyalty.Tests.Care;

/// <summary>What each trigger about a vehicle waits for: one owner for whom it is due on the day, beside others for whom it is
/// not.</summary>
public abstract class VehicleCareTests(DatabaseProvider provider) : CareClubTests(provider)
{
    [Theory]
    [InlineData("warrantyEnding", "warrantyEndsOn", 30, -1, "warranty/")]
    [InlineData("insuranceEnding", "insuranceEndsOn", 30, -1, "insurance/")]
    [InlineData("afterPurchase", "purchasedOn", -30, -31, "purchase/")]
    public async Task A_day_of_the_vehicle(string trigger, string field, int days, int over, string occasion)
    {
        await Club.GivenCareRuleAsync(Rule(trigger, """{"days":30}"""));
        var due = await GivenOwnerAsync(new JsonObject { [field] = Today.AddDays(days).Text() });
        await GivenOwnerAsync(new JsonObject { [field] = Today.AddDays(days + 2).Text() });
        await GivenOwnerAsync(new JsonObject { [field] = Today.AddDays(over).Text() });
        await GivenOwnerAsync([]);

        (await PlanAsync()).ShouldBe(1);

        var planned = await OnlyEventAsync();
        planned.MemberId.ShouldBe(due);
        planned.DueOn.ShouldBe(Today);
        planned.Occasion.ShouldStartWith(occasion);
        planned.Facts.Day.ShouldBe(Today.AddDays(days));
        planned.Facts.Vehicle.ShouldNotBeNull();
        (await PlanAsync()).ShouldBe(0);
        (await SendAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task An_end_that_becomes_known_late_is_told_at_once_and_not_after_its_day()
    {
        await ChangeSettingsAsync("""{"capContacts":1,"capDays":5}""");
        await Club.GivenCareRuleAsync(Rule("insuranceEnding", """{"days":30,"lateDays":20}"""));
        var (soon, capped) = (
            await GivenOwnerAsync(new JsonObject { ["insuranceEndsOn"] = Today.AddDays(3).Text() }),
            await GivenOwnerAsync(new JsonObject { ["insuranceEndsOn"] = Today.AddDays(3).Text() })
        );
        await Club.GivenCareRuleAsync(Rule("moved", """{"priority":90}"""));
        await Club.WithContextAsync(context =>
            context
                .Members.Where(one => one.Id == capped)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.MovedAt, Clock.Now))
        );

        (await PlanAsync()).ShouldBe(3);
        (await SendAsync()).ShouldBe(2);

        var events = (await EventsAsync())
            .Where(one => one.Occasion.StartsWith("insurance/", StringComparison.Ordinal))
            .ToList();
        var told = events.Single(one => one.MemberId == soon);
        (told.Status, told.DueOn, told.Facts.Day).ShouldBe((CareStatus.Sent, Today, Today.AddDays(3)));
        events.Single(one => one.MemberId == capped).Reason.ShouldBe(CareReasons.Capped);
        // The cap lets it through when the insurance has ended.
        TurnTo(Today.AddDays(6));
        (await SendAsync()).ShouldBe(0);
        (await EventsAsync())
            .Single(one => one.Id == events.Single(e => e.MemberId == capped).Id)
            .Reason.ShouldBe(CareReasons.NoLongerDue);
        (await PlanAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_vehicle_that_hardly_moves_keeps_nobody_from_being_told()
    {
        await Club.GivenCareRuleAsync(Rule("serviceDue", """{"months":12,"kilometres":15000}"""));
        var still = await GivenOwnerAsync(new JsonObject { ["purchasedOn"] = "2020-03-01" });
        var vehicle = await VehicleOfAsync(still);
        await ReadMileageAsync(still, vehicle, new DateOnly(2020, 3, 1), 0);
        await ReadMileageAsync(still, vehicle, Today.AddMonths(-23), 60_000);
        await ReadMileageAsync(still, vehicle, Today.AddDays(-1), 60_010);
        var due = await GivenOwnerAsync(new JsonObject { ["purchasedOn"] = Today.AddMonths(-12).Text() });

        await PlanAsync();

        (await OnlyEventAsync()).MemberId.ShouldBe(due);
    }

    [Fact]
    public async Task Inspections_are_counted_from_when_the_vehicle_was_built()
    {
        await Club.GivenCareRuleAsync(Rule("inspectionDue", """{"months":24,"firstMonths":48,"days":10}"""));
        var second = await GivenOwnerAsync(new JsonObject { ["builtOn"] = Today.AddDays(10).AddMonths(-72).Text() });
        await GivenOwnerAsync(new JsonObject { ["builtOn"] = Today.AddDays(10).AddMonths(-24).Text() });

        await PlanAsync();

        (await OnlyEventAsync()).MemberId.ShouldBe(second);
    }

    [Fact]
    public async Task A_recall_is_for_whoever_owns_a_vehicle_of_the_range_now()
    {
        var rule = Rule(
            "recall",
            """{"vins":{"from":"TMBAAAAAAAAAAAAAA","until":"TMBBBBBBBBBBBBBBB"},"isAboveCap":true}"""
        );
        await Club.GivenCareRuleAsync(rule);
        var first = await GivenOwnerAsync([], "TMBABCDEFGH123456");
        await GivenOwnerAsync([], "TMBCBCDEFGH123456");

        await PlanAsync();
        await PlanAsync();

        (await OnlyEventAsync()).MemberId.ShouldBe(first);
        // Sold: the next owner is meant, and the first one no longer.
        await Club.WithContextAsync(context =>
            context
                .VehicleOwnerships.Where(owned => owned.MemberId == first)
                .ExecuteUpdateAsync(row => row.SetProperty(owned => owned.OwnedUntil, Today.AddDays(-1)))
        );
        var next = await GivenOwnerAsync([], "TMBABCDEFGH123456", Today);
        (await SendAsync()).ShouldBe(0);
        TurnTo(Today.AddDays(1));
        await PlanAsync();
        (await SendAsync()).ShouldBe(1);
        var events = await EventsAsync();
        events.Single(one => one.MemberId == first).Reason.ShouldBe(CareReasons.NoLongerDue);
        events.Single(one => one.MemberId == next).Status.ShouldBe(CareStatus.Sent);
    }

    [Fact]
    public async Task A_service_is_due_by_the_mileage_that_is_forecast_and_waits_when_the_member_drives_less()
    {
        await Club.GivenCareRuleAsync(Rule("serviceDue", """{"months":24,"kilometres":10000,"days":0}"""));
        var member = await GivenOwnerAsync(new JsonObject { ["purchasedOn"] = Today.AddDays(-99).Text() });
        var vehicle = await VehicleOfAsync(member);
        await ReadMileageAsync(member, vehicle, Today.AddDays(-99), 0);
        await ReadMileageAsync(member, vehicle, Today, 9_900);

        await PlanAsync();

        var planned = await OnlyEventAsync();
        (planned.DueOn, planned.Facts.Kilometres).ShouldBe((Today.AddDays(1), 10_000));
        TurnTo(Today.AddDays(1));
        await ReadMileageAsync(member, vehicle, Today, 9_900);
        (await SendAsync()).ShouldBe(0);
        planned = await OnlyEventAsync();
        planned.Status.ShouldBe(CareStatus.Planned);
        planned.DueOn.ShouldBeGreaterThan(Today);
        TurnTo(planned.DueOn);
        (await SendAsync()).ShouldBe(1);

        // Once it was done, the next one counts from it.
        await Club.InteractAsync(member, "serviceVisit", Today, vehicle);
        TurnTo(Today.AddDays(150));
        await PlanAsync();
        (await EventsAsync()).Count.ShouldBe(2, "it is overdue since a reading came late");
    }

    [Fact]
    public async Task After_a_visit_to_the_workshop()
    {
        await Club.GivenCareRuleAsync(Rule("afterService", """{"days":3}"""));
        var member = await Club.GivenWillingMemberAsync();
        await Club.InteractAsync(member, "serviceVisit", Today.AddDays(-3));
        await Club.InteractAsync(member, "inquiry", Today.AddDays(-3));
        await Club.InteractAsync(member, "serviceVisit", Today.AddDays(-20));

        await PlanAsync();

        (await OnlyEventAsync()).Facts.Day.ShouldBe(Today.AddDays(-3));
    }

    private async Task<MemberId> GivenOwnerAsync(JsonObject facts, string? vin = null, DateOnly? from = null)
    {
        facts["vin"] = vin ?? MembersActions.Vin();
        facts["ownedFrom"] = (from ?? Today.AddYears(-8)).Text();
        return await Club.GivenWillingMemberAsync(person => person["vehicles"] = new JsonArray(facts));
    }

    private Task<VehicleId> VehicleOfAsync(MemberId member) =>
        Club.WithContextAsync(context =>
            context
                .VehicleOwnerships.Where(owned => owned.MemberId == member)
                .Select(owned => owned.VehicleId)
                .SingleAsync()
        );

    private async Task ReadMileageAsync(MemberId member, VehicleId vehicle, DateOnly day, int kilometres)
    {
        using var staff = Club.Staff();
        using var answer = await staff.PostAsJsonAsync(
            $"{MembersActions.MembersPath}/{member}/vehicles/{vehicle}/mileage-readings",
            new
            {
                readOn = day.Text(),
                kilometres,
                source = "workshop",
            }
        );
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public sealed class OnSqlite() : VehicleCareTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : VehicleCareTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : VehicleCareTests(DatabaseProvider.SqlServer);
}
