using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Tiers;
using Xunit;
using static Loyalty.Domain.Tests.Tiers.Given;

namespace Loyalty.Domain.Tests.Tiers;

public sealed class TierLawsTests
{
    private static readonly Gen<TierSetDefinition> Definitions =
        from grace in Gen.Choose(0, 90)
        from downgrade in Gen.Elements(TierDowngrade.OneLevel, TierDowngrade.ToComputed)
        select Status with
        {
            GraceDays = grace,
            Downgrade = downgrade,
        };

    private static readonly Gen<Case> Cases =
        from definition in Definitions
        from calendar in Calendars
        from activity in Activity
        from now in Instants
        from rank in Gen.Choose(0, 3)
        let known = activity.FindAll(one => one.At <= now)
        select new Case(definition with { Window = calendar.Window }, calendar, known, now, rank);

    [Fact]
    public void A_window_holds_its_own_instant_and_what_happened_then_counts_until_later() =>
        Holds(
            from calendar in Calendars
            from at in Instants
            select (calendar, at),
            one => one.calendar.Current(one.at).Holds(one.at) && one.calendar.CountsUntil(one.at) > one.at
        );

    [Fact]
    public void Something_is_in_the_window_of_an_instant_exactly_while_it_counts() =>
        Holds(
            from calendar in Calendars
            from happened in Instants
            from at in Instants
            select (calendar, happened, at),
            one =>
                one.happened > one.at
                || one.calendar.Current(one.at).Holds(one.happened) == (one.at < one.calendar.CountsUntil(one.happened))
        );

    [Fact]
    public void A_year_follows_the_one_before_without_gap() =>
        Holds(
            from calendar in Calendars
            from at in Instants
            select (calendar, at),
            one =>
                one.calendar.Previous(one.at) is not { } previous
                || (
                    previous.To == one.calendar.Current(one.at).From
                    && one.calendar.Current(previous.To.AddTicks(-10)) == previous
                    && one.calendar.YearAfter(previous.From) == one.calendar.Current(one.at).To
                )
        );

    [Fact]
    public void A_day_begins_where_the_one_before_ends_in_any_zone() =>
        Holds(
            from calendar in Calendars
            from at in Instants
            select (calendar.Zone, Day: at.DayIn(calendar.Zone)),
            one =>
                one.Day.StartIn(one.Zone).DayIn(one.Zone) == one.Day
                && one.Day.StartIn(one.Zone).AddTicks(-10).DayIn(one.Zone) < one.Day
        );

    /// <summary>The sweep against the definition: the last moment at which the sum of the window reaches the threshold.</summary>
    [Fact]
    public void How_long_a_threshold_is_reached_is_what_trying_every_moment_finds() =>
        Holds(
            from months in Gen.Choose(1, 24)
            from activity in Activity
            from threshold in Gen.Choose(1, 15_000_000)
            select (months, activity, threshold: threshold / 100m),
            one =>
            {
                var calendar = new TierCalendar(Rolling(one.months), TimeZoneInfo.Utc, new DateOnly(2016, 1, 1));
                var standing = new TierStanding(calendar, one.activity);
                var expected = one
                    .activity.Select(end => calendar.CountsUntil(end.At))
                    .Where(end =>
                        one.activity.Where(each => each.At < end && calendar.CountsUntil(each.At) >= end)
                            .Sum(each => each.Value) >= one.threshold
                    )
                    .DefaultIfEmpty(DateTimeOffset.MinValue)
                    .Max();
                return standing.QualifiedUntil(one.threshold) == expected;
            }
        );

    [Fact]
    public void Nobody_holds_less_than_the_basis_gives_and_nobody_rises_above_it() =>
        Holds(
            Cases,
            one =>
            {
                var decision = one.Decide();
                return decision.Rank >= one.Computed && decision.Rank <= Math.Max(one.Computed, one.Rank);
            }
        );

    [Fact]
    public void A_fall_by_one_level_is_by_one_level_and_to_the_computed_one_in_one_step() =>
        Holds(
            Cases,
            one =>
            {
                var rank = one.Decide().Rank;
                return rank >= one.Rank
                    || rank == one.Computed
                    || (one.Definition.Downgrade == TierDowngrade.OneLevel && rank == one.Rank - 1);
            }
        );

    [Fact]
    public void A_look_at_the_same_moment_changes_nothing_more_and_the_next_one_lies_ahead() =>
        Holds(
            Cases,
            one =>
            {
                var first = one.Decide();
                var held = new HeldTier(first.Rank, first.HoldsUntil, first.AssuredUntil);
                var again = TierDecision.Decide(one.Definition, held, one.Standing, one.Now);
                return again.Rank == first.Rank && (first.NextCheckAt is not { } next || next > one.Now);
            }
        );

    [Fact]
    public void Without_activity_nothing_changes_before_the_next_look() =>
        Holds(
            from one in Cases
            from share in Gen.Choose(0, 99)
            select (one, share),
            given =>
            {
                var first = given.one.Decide();
                if (first.NextCheckAt is not { } next)
                {
                    return true;
                }

                var between = given.one.Now + ((next - given.one.Now) * (given.share / 100.0));
                var later = given.one with
                {
                    Now = between,
                    Rank = first.Rank,
                    HoldsUntil = first.HoldsUntil,
                    AssuredUntil = first.AssuredUntil,
                };
                return later.Decide().Rank == first.Rank;
            }
        );

    [Fact]
    public void Doing_nothing_ends_at_the_lowest_tier_after_a_bounded_number_of_looks() =>
        Holds(
            Cases,
            one =>
            {
                var (state, looks) = (one, 0);
                for (; looks < 40; looks++)
                {
                    var decision = state.Decide();
                    if (decision.NextCheckAt is not { } next)
                    {
                        return decision.Rank == 0;
                    }

                    state = state with
                    {
                        Now = next,
                        Rank = decision.Rank,
                        HoldsUntil = decision.HoldsUntil,
                        AssuredUntil = decision.AssuredUntil,
                    };
                }

                return false;
            }
        );

    [Fact]
    public void More_activity_never_makes_a_tier_lower() =>
        Holds(
            from one in Cases
            from at in Instants
            from value in Gen.Choose(1, 20_000_000)
            where at <= one.Now
            select (one, more: new TierContribution(at, value / 100m)),
            given =>
                (given.one with { Activity = [.. given.one.Activity, given.more] }).Decide().Rank
                >= given.one.Decide().Rank
        );

    private sealed record Case(
        TierSetDefinition Definition,
        TierCalendar Calendar,
        List<TierContribution> Activity,
        DateTimeOffset Now,
        int Rank,
        DateTimeOffset? HoldsUntil = null,
        DateTimeOffset? AssuredUntil = null
    )
    {
        public TierStanding Standing => new(Calendar, Activity);

        public int Computed => Definition.Levels.Count(level => Standing.QualifiedUntil(level.Threshold) > Now) - 1;

        public TierDecision Decide() =>
            TierDecision.Decide(Definition, new HeldTier(Rank, HoldsUntil, AssuredUntil), Standing, Now);
    }
}
