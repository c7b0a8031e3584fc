using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Loyalty.Tests.Tiers;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareActions;
using static Loyalty.Tests.Rewards.RewardsActions;

namespace Loyalty.Tests.Care;

/// <summary>What each trigger about the member waits for: one member for whom it is due on the day, beside others for whom it is
/// not.</summary>
public abstract class MemberCareTests(DatabaseProvider provider) : CareClubTests(provider)
{
    [Fact]
    public async Task Pain29_A_birthday_is_greeted_once_a_year_whatever_the_date_is_changed_to()
    {
        await Club.GivenCareRuleAsync(Rule("birthday"));
        var member = await Club.GivenWillingMemberAsync(person => person["member"]!["birthDate"] = "1990-06-01");
        await PlanAsync();
        (await SendAsync()).ShouldBe(1);
        for (var i = 1; i <= 3; i++)
        {
            TurnTo(Today.AddDays(1));
            var date = new DateOnly(1990, Today.Month, Today.Day);
            await Club.WithContextAsync(context =>
                context
                    .Members.Where(one => one.Id == member)
                    .ExecuteUpdateAsync(row => row.SetProperty(one => one.BirthDate, date))
            );
            await PlanAsync();
            (await SendAsync()).ShouldBe(0);
        }

        (await OnlyEventAsync()).Occasion.ShouldBe("birthday/2026");
    }

    [Fact]
    public async Task Whoever_was_born_on_29_February_is_greeted_in_a_common_year_and_a_missed_run_is_caught_up()
    {
        TurnTo(new DateOnly(2027, 2, 20));
        await Club.GivenCareRuleAsync(Rule("birthday"));
        await Club.GivenWillingMemberAsync(person => person["member"]!["birthDate"] = "1992-02-29");
        await Club.GivenWillingMemberAsync(person => person["member"]!["birthDate"] = "1992-02-22");

        // Nothing ran from the 20th to the 2nd of March.
        TurnTo(new DateOnly(2027, 3, 2));
        await PlanAsync();
        await SendAsync();

        (await OnlyEventAsync()).DueOn.ShouldBe(new DateOnly(2027, 2, 28));
    }

    [Fact]
    public async Task The_lunar_new_year_is_for_every_member()
    {
        await Club.GivenCareRuleAsync(
            Rule("festival", """{"festival":{"calendar":"chineseLunar","month":1,"day":1},"days":1}""")
        );
        await Club.GivenWillingMemberAsync();
        await Club.GivenWillingMemberAsync();
        (await PlanAsync()).ShouldBe(0);

        TurnTo(new DateOnly(2027, 2, 5));

        (await PlanAsync()).ShouldBe(2);
        (await EventsAsync()).ShouldAllBe(one => one.Occasion == "festival/2027-02-06");
    }

    [Fact]
    public async Task A_reward_within_reach_is_told_once()
    {
        var reward = await Club.GivenRewardAsync(Mug().With("""{"prices":[{"currency":"POINTS","points":80}]}"""));
        var partner = await Club.GivenPartnerAsync();
        await Club.GivenCareRuleAsync(
            Rule("rewardWithinReach", $$"""{"currency":"POINTS","reward":"{{reward.Json["id"]}}"}""")
        );
        var (enough, less) = (await Club.GivenWillingMemberAsync(), await Club.GivenWillingMemberAsync());
        await Club.EarnAsync(partner, enough, 80);
        await Club.EarnAsync(partner, less, 79);

        await PlanAsync();
        (await SendAsync()).ShouldBe(1);
        TurnTo(Today.AddDays(1));
        await PlanAsync();

        (await OnlyEventAsync()).MemberId.ShouldBe(enough);
    }

    [Fact]
    public async Task A_tier_that_ends_and_one_that_is_near()
    {
        await Club.GivenTiersAsync(
            TiersActions.Definition((TiersActions.NewCode(), "0"), ("SILVER", "100"), ("GOLD", "1000"))
        );
        var partner = await Club.GivenPartnerAsync();
        var member = await Club.GivenWillingMemberAsync();
        await Club.TakeAsync(partner, PointsActions.Purchase(member, 950) with { OccurredAt = Clock.Now });
        var far = await Club.GivenWillingMemberAsync();
        await Club.TakeAsync(partner, PointsActions.Purchase(far, 99) with { OccurredAt = Clock.Now });
        await Club.WorkOnTiersAsync(catchUpNow: true);
        await Club.GivenCareRuleAsync(Rule("tierWithinReach", """{"percent":10}"""));
        await Club.GivenCareRuleAsync(Rule("tierEnding", """{"days":30}"""));

        await PlanAsync();

        var near = await EventsAsync();
        near.Select(one => (one.MemberId, one.Facts.Tier, one.Facts.Points))
            .ShouldBe([(member, "GOLD", 50L), (far, "SILVER", 1L)], ignoreOrder: true);
        (await SendAsync()).ShouldBe(2);

        // Silver holds to the end of the next calendar year.
        TurnTo(new DateOnly(2027, 12, 1));
        await PlanAsync();
        var ending = (await EventsAsync()).Single(one => one.Occasion.StartsWith("tier/", StringComparison.Ordinal));
        (ending.MemberId, ending.DueOn, ending.Facts.Tier).ShouldBe((member, new DateOnly(2027, 12, 1), "SILVER"));
    }

    [Theory]
    [InlineData("moving", "2025-12-01", "2026-06-01")]
    [InlineData("fixed", "2025-11-20", "2026-06-01")]
    public async Task Months_without_activity(string window, string last, string due)
    {
        await Club.GivenCareRuleAsync(Rule("noActivity", $$"""{"months":6,"window":"{{window}}"}"""));
        var (quiet, busy, never) = (
            await Club.GivenWillingMemberAsync(),
            await Club.GivenWillingMemberAsync(),
            await Club.GivenWillingMemberAsync()
        );
        never.ShouldNotBe(default);
        await Club.InteractAsync(quiet, "purchase", Day(last));
        await Club.InteractAsync(busy, "purchase", Day(last));
        await Club.InteractAsync(busy, "serviceVisit", Today.AddDays(-3));

        await PlanAsync();

        var planned = await OnlyEventAsync();
        (planned.MemberId, planned.DueOn).ShouldBe((quiet, Day(due)));
        // Back before it went out.
        await Club.InteractAsync(quiet, "purchase", Today);
        (await SendAsync()).ShouldBe(0);
        (await OnlyEventAsync()).Reason.ShouldBe(CareReasons.NoLongerDue);
    }

    [Theory]
    [InlineData("spendingDown", 1000, 400, 60)]
    [InlineData("spendingUp", 400, 1000, 150)]
    [InlineData("frequencyDown", 4, 1, 75)]
    public async Task What_a_member_buys_against_the_year_before(string trigger, int before, int now, int percent)
    {
        await Club.GivenCareRuleAsync(Rule(trigger, """{"percent":50}"""));
        var (changed, same) = (await Club.GivenWillingMemberAsync(), await Club.GivenWillingMemberAsync());
        foreach (
            var (member, year, count) in new[]
            {
                (changed, -18, before),
                (changed, -6, now),
                (same, -18, 4),
                (same, -6, 4),
            }
        )
        {
            for (var i = 0; i < (trigger == "frequencyDown" || member == same ? count : 1); i++)
            {
                await Club.InteractAsync(member, "purchase", Today.AddMonths(year).AddDays(i), amount: count);
            }
        }

        await PlanAsync();

        var planned = await OnlyEventAsync();
        (planned.MemberId, planned.Facts.Percent, planned.DueOn).ShouldBe((changed, percent, new DateOnly(2026, 6, 1)));
    }

    [Fact]
    public async Task Somebody_joins_the_household_a_member_moves_and_another_changes_the_job()
    {
        await Club.GivenCareRuleAsync(Rule("householdGrown"));
        await Club.GivenCareRuleAsync(Rule("moved"));
        await Club.GivenCareRuleAsync(Rule("attributeChanged", """{"attribute":"employment","values":["new-job"]}"""));
        var (organiser, joins, moves, works) = (
            await Club.GivenWillingMemberAsync(),
            await Club.GivenWillingMemberAsync(),
            await Club.GivenWillingMemberAsync(),
            await Club.GivenWillingMemberAsync()
        );
        await Club.WithContextAsync(async context =>
        {
            var household = Household.Found("Home", organiser, "staff", Clock.Now.AddDays(-1).ToStoredInstant());
            household.Admit(joins, 100, maySpend: false, "staff", Clock.Now.ToStoredInstant());
            context.Households.Add(household);
            return await context.SaveChangesAsync();
        });
        using var staff = Club.Staff();
        using var read = await staff.GetAsync($"{MembersActions.MembersPath}/{moves}");
        var record = MembersActions.Person()["member"]!;
        record["address"] = new JsonObject
        {
            ["street"] = new JsonArray("Nová 2"),
            ["city"] = "Brno",
            ["country"] = "CZ",
        };
        using var moved = await staff.PutIfMatchAsync(
            $"{MembersActions.MembersPath}/{moves}",
            record,
            read.Headers.ETag
        );
        await moved.ReadAsync(HttpStatusCode.OK);
        foreach (var (member, value) in new[] { (works, "new-job"), (joins, "retired") })
        {
            using var set = await staff.PutAsJsonAsync(
                $"{MembersActions.MembersPath}/{member}/attributes/employment",
                new { value }
            );
            set.EnsureSuccessStatusCode();
        }

        await PlanAsync();

        (await EventsAsync())
            .Select(one => (one.MemberId, one.Occasion.Split('/')[0]))
            .ShouldBe([(organiser, "household"), (moves, "moved"), (works, "attribute")], ignoreOrder: true);
        (await SendAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task The_enrolment_has_its_anniversaries()
    {
        await Club.GivenCareRuleAsync(Rule("enrolmentAnniversary", """{"days":1}"""));
        await Club.GivenWillingMemberAsync();
        (await PlanAsync()).ShouldBe(0);

        TurnTo(new DateOnly(2028, 5, 31));
        await PlanAsync();

        (await OnlyEventAsync()).Occasion.ShouldBe("anniversary/2028");
    }

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public sealed class OnSqlite() : MemberCareTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MemberCareTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MemberCareTests(DatabaseProvider.SqlServer);
}
