using Loyalty.Domain.Tiers;
using Shouldly;
using Xunit;
using static Loyalty.Domain.Tests.Tiers.Given;

namespace Loyalty.Domain.Tests.Tiers;

public sealed class TierDecisionTests
{
    private static readonly HeldTier Nothing = new(0, HoldsUntil: null, AssuredUntil: null);

    [Theory]
    [InlineData("99999.99", 1)]
    [InlineData("100000", 2)]
    [InlineData("199999.9999", 2)]
    [InlineData("200000", 3)]
    [InlineData("9999.99", 0)]
    public void Pain11_A_threshold_is_reached_to_the_hundredth(string value, int rank)
    {
        var reached = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        var standing = Standing(CalendarYear, "2020-05-05", ("2026-03-01", reached));

        Status.RankFor(reached).ShouldBe(rank);
        TierDecision.Decide(Status, Nothing, standing, At("2026-03-02")).Rank.ShouldBe(rank);
    }

    [Fact]
    public void A_tier_reached_in_a_calendar_year_holds_to_the_end_of_the_next()
    {
        var standing = Standing(CalendarYear, "2020-05-05", ("2026-03-01", 100_000));

        var decision = TierDecision.Decide(Status, Nothing, standing, At("2026-03-02"));

        decision.ShouldBe(new TierDecision(2, At("2028-01-01"), AssuredUntil: null, At("2028-01-01")));
    }

    [Fact]
    public void A_membership_year_begins_on_the_day_of_enrolment()
    {
        var standing = Standing(MembershipYear, "2020-02-29", ("2025-02-27", 60_000), ("2025-02-28", 60_000));

        // One on either side of the anniversary.
        TierDecision.Decide(Status, Nothing, standing, At("2025-03-01")).Rank.ShouldBe(1);
        standing.ValueIn(standing.Calendar.Current(At("2025-03-01"))).ShouldBe(60_000);
        standing.Calendar.Current(At("2028-02-28T23:59:59Z")).To.ShouldBe(At("2028-02-29"));
    }

    [Fact]
    public void A_rolling_tier_holds_until_what_carries_it_leaves_the_window()
    {
        var window = Rolling(12);
        var definition = Status with { Window = window, GraceDays = 30 };
        var standing = Standing(
            window,
            "2020-05-05",
            ("2026-01-10", 50_000),
            ("2026-03-10", 60_000),
            ("2026-06-10", 45_000)
        );

        var decision = TierDecision.Decide(definition, Nothing, standing, At("2026-06-11"));

        // Without January there are still 105,000; without March too few.
        decision.Rank.ShouldBe(2);
        decision.HoldsUntil.ShouldBe(At("2027-03-10"));
        decision.NextCheckAt.ShouldBe(At("2027-04-09"));
    }

    [Fact]
    public void A_tier_that_is_not_kept_is_lost_after_the_days_of_grace_and_not_before()
    {
        var definition = Status with { GraceDays = 45 };
        var held = new HeldTier(2, At("2028-01-01"), AssuredUntil: null);
        var standing = Standing(CalendarYear, "2020-05-05", ("2027-08-01", 12_000));

        TierDecision
            .Decide(definition, held, standing, At("2028-02-14T23:59:59Z"))
            .ShouldBe(new TierDecision(2, At("2028-01-01"), AssuredUntil: null, At("2028-02-15")));
        var lost = TierDecision.Decide(definition, held, standing, At("2028-02-15"));
        lost.Rank.ShouldBe(1);
        lost.LostAt.ShouldBe(At("2028-01-01"));
        lost.HoldsUntil.ShouldBe(At("2029-01-01"));
    }

    [Fact]
    public void Who_earns_the_tier_again_within_the_grace_keeps_it()
    {
        var definition = Status with { GraceDays = 45 };
        var held = new HeldTier(2, At("2028-01-01"), AssuredUntil: null);
        var standing = Standing(CalendarYear, "2020-05-05", ("2028-02-01", 100_000));

        var decision = TierDecision.Decide(definition, held, standing, At("2028-02-15"));

        (decision.Rank, decision.HoldsUntil).ShouldBe((2, At("2030-01-01")));
    }

    [Fact]
    public void One_level_at_a_time_lands_softly_and_rests_for_a_year()
    {
        var definition = Status with { Downgrade = TierDowngrade.OneLevel };
        var held = new HeldTier(3, At("2028-01-01"), AssuredUntil: null);
        var standing = Standing(CalendarYear, "2020-05-05");

        var first = TierDecision.Decide(definition, held, standing, At("2028-01-01"));
        (first.Rank, first.AssuredUntil, first.NextCheckAt).ShouldBe((2, At("2029-01-01"), At("2029-01-01")));
        var landed = new HeldTier(first.Rank, first.HoldsUntil, first.AssuredUntil);

        // Looked at early, for another reason: it rests.
        TierDecision.Decide(definition, landed, standing, At("2028-06-01")).Rank.ShouldBe(2);
        TierDecision.Decide(definition, landed, standing, At("2029-01-01")).Rank.ShouldBe(1);
    }

    [Fact]
    public void To_the_computed_tier_in_one_step()
    {
        var held = new HeldTier(3, At("2028-01-01"), AssuredUntil: null);

        TierDecision.Decide(Status, held, Standing(CalendarYear, "2020-05-05"), At("2028-01-01")).Rank.ShouldBe(0);
    }

    [Fact]
    public void What_is_taken_back_behind_begins_the_grace_at_the_moment_it_is_seen()
    {
        var definition = Status with { GraceDays = 10 };
        // It was to hold for another year; now nothing is left of what carried it.
        var held = new HeldTier(2, At("2028-01-01"), AssuredUntil: null);

        var decision = TierDecision.Decide(
            definition,
            held,
            Standing(CalendarYear, "2020-05-05"),
            At("2026-05-05T12:00:00Z")
        );

        (decision.Rank, decision.HoldsUntil, decision.NextCheckAt).ShouldBe(
            (2, At("2026-05-05T12:00:00Z"), At("2026-05-15"))
        );
    }

    [Fact]
    public void A_late_event_of_last_year_counts_where_it_belongs()
    {
        var standing = Standing(CalendarYear, "2020-05-05", ("2025-12-31T23:00:00Z", 100_000));

        // Reported in January: gold by last year's value, to the end of this one.
        TierDecision
            .Decide(Status, Nothing, standing, At("2026-01-03"))
            .ShouldBe(new TierDecision(2, At("2027-01-01"), AssuredUntil: null, At("2027-01-01")));
    }

    [Fact]
    public void What_staff_take_away_is_taken_off_what_was_earned_last_before()
    {
        var standing = Standing(
            Rolling(12),
            "2020-05-05",
            ("2026-01-10", 80),
            ("2026-03-10", 40),
            ("2026-04-10", -60),
            ("2026-05-10", 40)
        );

        standing.QualifiedUntil(100).ShouldBe(At("2027-01-10"));
        standing.QualifiedUntil(101).ShouldBe(DateTimeOffset.MinValue);
    }

    [Fact]
    public void A_name_is_found_by_the_nearest_language()
    {
        var names = new Dictionary<string, string> { ["zh-Hans"] = "金卡", ["de"] = "Gold-Karte" };
        var gold = Level("GOLD", 1) with { Name = "Gold", Names = names };

        gold.NameIn("zh-Hans-CN").ShouldBe("金卡");
        gold.NameIn("de-AT").ShouldBe("Gold-Karte");
        gold.NameIn("fr").ShouldBe("Gold");
        gold.NameIn(null).ShouldBe("Gold");
    }
}
