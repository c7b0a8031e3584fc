using Loyalty.Domain.Earning;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;
using static Loyalty.Domain.Tests.Earning.Given;

namespace Loyalty.Domain.Tests.Earning;

/// <summary>What rules give together.</summary>
public sealed class SettlementTests
{
    private static readonly PointCurrencyCode Qualifying = PointCurrencyCode.Parse("STATUS");

    [Fact]
    public void A_fixed_effect_gives_the_same_for_any_amount_and_any_currency()
    {
        var rule = Bonus(50);

        rule.PointsFor(Payment(1)).ShouldBe(50);
        rule.PointsFor(Payment(1) with { Amount = new Money(9_999, MoneyCurrency.Parse("EUR")) }).ShouldBe(50);
        rule.MismatchFor(Payment(0)).ShouldBe(RuleMismatch.AmountNotPositive);
    }

    [Theory]
    [InlineData("99.99", 0)]
    [InlineData("100", 10)]
    [InlineData("499.99", 10)]
    [InlineData("500", 100)]
    [InlineData("10000", 100)]
    public void A_threshold_gives_by_the_greatest_step_that_is_reached(string amount, long points)
    {
        var rule = Rule with
        {
            Effect = new RuleEffect.Threshold
            {
                PointCurrency = Redeemable,
                MoneyCurrency = Crowns,
                Steps = [new(100, 10), new(500, 100)],
            },
        };

        rule.PointsFor(Payment(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)))
            .ShouldBe(points);
    }

    [Theory]
    [InlineData(Stacking.Additive, Stacking.Additive, 40)]
    [InlineData(Stacking.Compounding, Stacking.Compounding, 60)]
    [InlineData(Stacking.Additive, Stacking.Compounding, 60)]
    [InlineData(Stacking.Compounding, Stacking.Additive, 40)]
    public void Multipliers_stack_as_each_says(Stacking first, Stacking second, long total) =>
        Total(Payment(1_000), Rule, Times(2, first) with { Priority = 1 }, Times(3, second) with { Priority = 2 })
            .ShouldBe(total);

    [Fact]
    public void A_multiplier_gives_nothing_where_nothing_else_does_and_only_in_its_own_currency()
    {
        var statusPoints = Rule with { Effect = OnePerHundred with { PointCurrency = Qualifying } };

        Total(Payment(1_000), Times(2)).ShouldBe(0);
        Settle(Payment(1_000), statusPoints, Times(2)).ShouldBe([10, 0]);
        Settle(Payment(1_000), Times(2) with { Priority = -1 }, Rule, Bonus(5)).ShouldBe([15, 10, 5]);
    }

    [Fact]
    public void A_multiplier_of_some_lines_multiplies_the_points_of_those_alone()
    {
        var doubleFuel = Times(2).With(new RuleConditions { CategoriesIncluded = ["fuel"] });
        var basket = Payment(1_000, (300, "fuel"), (700, "books"));

        Settle(basket, Rule, doubleFuel).ShouldBe([10, 3]);
        Settle(basket, Rule, Times(2)).ShouldBe([10, 10]);
    }

    [Fact]
    public void A_bonus_is_rounded_as_the_multiplier_says()
    {
        RuleDefinition Half(RoundingMode mode) =>
            Rule with
            {
                Effect = new RuleEffect.Multiplier
                {
                    PointCurrency = Redeemable,
                    Factor = 1.5m,
                    Rounding = mode,
                },
            };

        Settle(Payment(300), Rule, Half(RoundingMode.Down)).ShouldBe([3, 1]);
        Settle(Payment(300), Rule, Half(RoundingMode.Up)).ShouldBe([3, 2]);
    }

    [Fact]
    public void An_exclusive_rule_silences_those_behind_it_in_its_currency()
    {
        var status = Rule with { Effect = OnePerHundred with { PointCurrency = Qualifying }, Priority = 9 };
        var exclusive = Bonus(7) with { IsExclusive = true, Priority = 1 };

        var verdicts = Explain(Payment(1_000), Rule, exclusive, Bonus(5) with { Priority = 2 }, status);

        verdicts.Select(verdict => verdict.Award?.Points).ShouldBe([10, 7, null, 10]);
        verdicts[2].Mismatch.ShouldBe(RuleMismatch.Exclusive);
        Settle(Payment(1_000), exclusive.With(new RuleConditions { AmountMin = 5_000 }), Bonus(5) with { Priority = 2 })
            .ShouldBe([5]);
    }

    [Theory]
    [InlineData(GroupChoice.First, 1)]
    [InlineData(GroupChoice.Best, 9)]
    public void Of_a_group_one_gives(GroupChoice keep, long points)
    {
        var group = new RuleGroup("weekend", keep);

        Settle(
                Payment(1_000),
                Rule,
                Bonus(1) with
                {
                    Group = group,
                },
                Bonus(9) with
                {
                    Group = group,
                    Priority = 1,
                },
                Bonus(3) with
                {
                    Group = new RuleGroup("other", keep),
                    Priority = 2,
                }
            )
            .ShouldBe([10, points, 3]);
    }

    [Fact]
    public void The_best_of_a_group_is_what_its_limits_leave_and_of_multipliers_the_greatest_factor()
    {
        var group = new RuleGroup("best", GroupChoice.Best);
        var almostSpent = Bonus(100) with
        {
            Group = group,
            Limits = new RuleLimits { PointsPerDayMax = 4 },
        };

        Settle(Payment(1_000), almostSpent, Bonus(5) with { Group = group }).ShouldBe([5]);
        Settle(Payment(1_000), Rule, Times(2) with { Group = group }, Times(3) with { Group = group })
            .ShouldBe([10, 20]);
    }

    [Theory]
    [InlineData(CapKind.PointsPerDayMax)]
    [InlineData(CapKind.PointsPerWeekMax)]
    [InlineData(CapKind.PointsPerMonthMax)]
    [InlineData(CapKind.PointsPerLifetimeMax)]
    [InlineData(CapKind.Budget)]
    public void Each_limit_trims_in_its_period_and_says_so(CapKind kind)
    {
        var set = (Rule with { Limits = Limit(kind, 15) }).Compiled();
        var counts = new Counts();

        long Give(DateTimeOffset at, out AppliedCap? cap)
        {
            var award = set.Plan(Payment(1_000) with { OccurredAt = at }).Settle(counts).Single();
            cap = award.Caps.SingleOrDefault();
            return award.Points;
        }

        Give(Noon, out var none).ShouldBe(10);
        none.ShouldBeNull();
        Give(Noon.AddHours(1), out var trimmed).ShouldBe(5);
        trimmed.ShouldBe(new AppliedCap(kind, 15, 10, 10, 5));
        Give(Noon.AddHours(2), out _).ShouldBe(0);
        // 15 March 2026 is a Sunday: the next day is another week.
        Give(Noon.AddDays(1), out _).ShouldBe(kind is CapKind.PointsPerDayMax or CapKind.PointsPerWeekMax ? 10 : 0);
        Give(Noon.AddDays(20), out _).ShouldBe(kind is CapKind.PointsPerLifetimeMax or CapKind.Budget ? 0 : 10);
    }

    [Fact]
    public void A_budget_of_money_is_worth_the_points_that_it_pays_for()
    {
        var budget = RuleBudget.OfMoney(new Money(1, Crowns), costPerPoint: 0.3m);

        budget.PointsMax.ShouldBe(3);
        Settle(Payment(1_000), Rule with { Limits = new RuleLimits { Budget = budget } }).ShouldBe([3]);
    }

    [Fact]
    public void A_multiplier_multiplies_what_limits_left_of_the_base() =>
        Settle(
                Payment(1_000),
                Rule with
                {
                    Limits = new RuleLimits { PointsPerDayMax = 4 },
                },
                Times(3) with
                {
                    Priority = 1,
                }
            )
            .ShouldBe([4, 8]);

    [Fact]
    public void Every_nth_event_or_the_nth_alone()
    {
        bool[] Held(EventCount count, int events)
        {
            var set = Bonus(1).With(new RuleConditions { EventCount = count, AmountMin = 100 }) with
            {
                Effect = new RuleEffect.Fixed
                {
                    PointCurrency = Redeemable,
                    MoneyCurrency = Crowns,
                    Points = 1,
                },
            };
            var (compiled, counts) = (set.Compiled(), new Counts());
            return
            [
                .. Enumerable
                    .Range(0, events)
                    .Select(i =>
                    {
                        // An event for which another condition does not hold is not counted.
                        compiled.Plan(Payment(1)).Settle(counts).ShouldBeEmpty();
                        var at = Noon.AddDays(i);
                        return compiled.Plan(Payment(100) with { OccurredAt = at }).Settle(counts).Count == 1;
                    }),
            ];
        }

        Held(new EventCount(3, Repeats: true, CapPeriod.Lifetime), 7)
            .ShouldBe([false, false, true, false, false, true, false]);
        Held(new EventCount(2, Repeats: false, CapPeriod.Lifetime), 5).ShouldBe([false, true, false, false, false]);
        Held(new EventCount(1, Repeats: false, CapPeriod.Week), 9)
            .ShouldBe([true, true, false, false, false, false, false, false, true]);
    }

    [Fact]
    public void A_first_purchase_is_taken_once_and_not_where_something_was_bought_before()
    {
        var anywhere = Bonus(1).With(new RuleConditions { FirstPurchase = true });
        var atBank = Bonus(1).With(new RuleConditions { FirstPurchase = true, Partners = [Bank] });
        RuleMismatch At(RuleDefinition rule, MemberFacts facts, Counts counts) =>
            rule.Compiled().Explain(Payment(100) with { Member = facts }, counts).Single().Mismatch;

        var (counts, elsewhere) = (new Counts(), new MemberFacts { HasPurchased = true });
        At(anywhere, MemberFacts.None, counts).ShouldBe(RuleMismatch.None);
        At(anywhere, MemberFacts.None, counts).ShouldBe(RuleMismatch.FirstPurchase);
        At(anywhere, elsewhere, new Counts()).ShouldBe(RuleMismatch.FirstPurchase);
        At(atBank, elsewhere, new Counts()).ShouldBe(RuleMismatch.None);
        At(atBank, elsewhere with { HasPurchasedAtPartner = true }, new Counts()).ShouldBe(RuleMismatch.FirstPurchase);
    }

    private static RuleDefinition Bonus(long points) =>
        Rule with
        {
            Name = $"Bonus of {points}",
            Effect = new RuleEffect.Fixed { PointCurrency = Redeemable, Points = points },
        };

    private static RuleDefinition Times(decimal factor, Stacking stacking = Stacking.Additive) =>
        Rule with
        {
            Name = $"Times {factor}",
            Effect = new RuleEffect.Multiplier
            {
                PointCurrency = Redeemable,
                Factor = factor,
                Stacking = stacking,
            },
        };

    internal static RuleLimits Limit(CapKind kind, long points) =>
        kind switch
        {
            CapKind.PointsPerDayMax => new() { PointsPerDayMax = points },
            CapKind.PointsPerWeekMax => new() { PointsPerWeekMax = points },
            CapKind.PointsPerMonthMax => new() { PointsPerMonthMax = points },
            CapKind.PointsPerLifetimeMax => new() { PointsPerLifetimeMax = points },
            _ => new() { Budget = new RuleBudget(points) },
        };

    private static RuleSet Compiled(RuleDefinition[] rules) =>
        RuleSet.Compile(rules.Select((rule, i) => rule.Published((byte)(i + 1))));

    private static IEnumerable<long> Settle(EarningInput input, params RuleDefinition[] rules) =>
        Compiled(rules).Plan(input).Settle(new Counts()).Select(award => award.Points);

    private static IReadOnlyList<RuleVerdict> Explain(EarningInput input, params RuleDefinition[] rules) =>
        Compiled(rules).Explain(input, new Counts());

    private static long Total(EarningInput input, params RuleDefinition[] rules) => Settle(input, rules).Sum();
}
