using System.Net;
using Loyalty.Domain.Care;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareActions;

namespace Loyalty.Tests.Care;

/// <summary>Points that are about to lapse are told before they do.</summary>
public abstract class LapsingCareTests(DatabaseProvider provider) : CareClubTests(provider)
{
    [Fact]
    public async Task Pain30_Lapsing_points_are_told_once_a_day_with_the_amount_of_the_moment_and_not_when_they_are_spent()
    {
        var partner = await Club.GivenPartnerAsync();
        await Club.GivenCareRuleAsync(Rule("pointsLapsing", """{"days":30,"currency":"POINTS","pointsMin":50}"""));
        var (tells, spends, few) = (
            await Club.GivenWillingMemberAsync(),
            await Club.GivenWillingMemberAsync(),
            await Club.GivenWillingMemberAsync()
        );
        await Club.EarnAsync(partner, tells, 100);
        await Club.EarnAsync(partner, spends, 100);
        await Club.EarnAsync(partner, few, 49);
        var lapse = Today.AddDays(60);
        TurnTo(Today.AddDays(29));
        (await PlanAsync()).ShouldBe(2);
        TurnTo(Today.AddDays(1));
        using var staff = Club.Staff();
        await (await staff.RedeemAsync(tells, 30)).ReadAsync(HttpStatusCode.Created);
        await (await staff.RedeemAsync(spends, 100)).ReadAsync(HttpStatusCode.Created);

        (await SendAsync()).ShouldBe(1);

        var events = (await EventsAsync()).ToDictionary(one => one.MemberId);
        events[tells].Facts.ShouldBe(new CareFacts(lapse) { Points = 70, Currency = "POINTS" });
        events[spends].Reason.ShouldBe(CareReasons.NoLongerDue);
        await PlanAsync();
        TurnTo(Today.AddDays(1));
        (await PlanAsync()).ShouldBe(0);
        (await SendAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Points_that_were_held_when_their_reminder_came_up_are_told_when_they_are_free_again()
    {
        var partner = await Club.GivenPartnerAsync();
        await Club.GivenCareRuleAsync(Rule("pointsLapsing", """{"days":30,"currency":"POINTS"}"""));
        var member = await Club.GivenWillingMemberAsync();
        await Club.EarnAsync(partner, member, 100);
        TurnTo(Today.AddDays(30));
        await PlanAsync();
        using var staff = Club.Staff();
        var held = await (await staff.HoldAsync(member, 100)).ReadAsync(HttpStatusCode.Created);
        (await SendAsync()).ShouldBe(0);
        (await OnlyEventAsync()).Reason.ShouldBe(CareReasons.NoLongerDue);
        (await staff.EndHoldAsync($"{held["id"]}", "release")).EnsureSuccessStatusCode();
        (await SendAsync()).ShouldBe(0);

        TurnTo(Today.AddDays(1));
        (await PlanAsync()).ShouldBe(1);
        (await SendAsync()).ShouldBe(1);

        (await OnlyEventAsync()).Status.ShouldBe(CareStatus.Sent);
        (await PlanAsync()).ShouldBe(0);
    }

    public sealed class OnSqlite() : LapsingCareTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : LapsingCareTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : LapsingCareTests(DatabaseProvider.SqlServer);
}
