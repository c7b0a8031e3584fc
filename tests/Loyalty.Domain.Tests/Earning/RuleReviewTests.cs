using Loyalty.Domain.Earning;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;
using static Loyalty.Domain.Tests.Earning.Given;

namespace Loyalty.Domain.Tests.Earning;

public sealed class RuleReviewTests
{
    private static readonly RuleDefinition Bonus = Rule with
    {
        Effect = new RuleEffect.Fixed { PointCurrency = Redeemable, Points = 5 },
        Limits = new RuleLimits { PointsPerDayMax = 50 },
    };

    [Fact]
    public void An_ordinary_rule_has_no_warning() => Codes(Rule).ShouldBeEmpty();

    [Theory]
    [InlineData("past")]
    [InlineData("partner")]
    [InlineData("type")]
    [InlineData("categories")]
    [InlineData("products")]
    [InlineData("count")]
    [InlineData("expiry")]
    public void A_rule_that_can_never_give_is_unreachable(string why)
    {
        var rule = why switch
        {
            "past" => Rule with { ValidUntil = Noon },
            "partner" => Rule.With(new RuleConditions { Partners = [Telecom] }),
            "type" => Rule.With(new RuleConditions { EventType = "loyalty.points.granted" }),
            "categories" => Rule.With(
                new RuleConditions { CategoriesIncluded = ["a"], CategoriesExcluded = ["b", "a"] }
            ),
            "products" => Rule.With(new RuleConditions { ProductsIncluded = ["a"], ProductsExcluded = ["a"] }),
            "count" => Rule.With(
                new RuleConditions
                {
                    FirstPurchase = true,
                    EventCount = new EventCount(2, Repeats: true, CapPeriod.Day),
                }
            ),
            _ => Rule with { Expiry = new ExpiryModel.RollingDays(5), ActivationDelayDays = 10 },
        };

        Codes(rule).ShouldBe([RuleWarningCode.Unreachable]);
    }

    [Fact]
    public void A_rule_behind_an_exclusive_one_that_always_holds_is_unreachable()
    {
        var first = (Rule with { IsExclusive = true, Priority = -1 }).Published(rule: 7);
        var narrow = Rule.With(new RuleConditions { Operations = ["card_payment"], AmountMin = 10 });

        var warning = RuleReview.Of(Id<RuleId>(1), narrow, [first], Noon, _ => true).ShouldHaveSingleItem();
        warning.Code.ShouldBe(RuleWarningCode.Unreachable);
        warning.Other.ShouldBe(Id<RuleId>(7));

        Codes(narrow with { Priority = -2 }, first).ShouldBeEmpty();
        Codes(Rule, (first.Definition with { When = narrow.When }).Published(rule: 7)).ShouldBeEmpty();
        Codes(
                narrow with
                {
                    Group = new RuleGroup("g", GroupChoice.First),
                },
                (Rule with { Group = new RuleGroup("g", GroupChoice.First), Priority = -1 }).Published(rule: 7)
            )
            .ShouldBe([RuleWarningCode.Unreachable]);
    }

    [Fact]
    public void A_multiplier_needs_something_to_multiply()
    {
        var multiplier = Rule with
        {
            Effect = new RuleEffect.Multiplier { PointCurrency = Redeemable, Factor = 2 },
            Limits = new RuleLimits { PointsMax = 100 },
        };

        Codes(multiplier).ShouldBe([RuleWarningCode.Unreachable]);
        Codes(multiplier, Rule.Published(rule: 7)).ShouldBeEmpty();
    }

    [Fact]
    public void Rules_that_hold_for_the_same_events_overlap()
    {
        var other = Rule.With(new RuleConditions { CategoriesIncluded = ["3000-3299", "fuel"] }).Published(rule: 7);
        RuleDefinition Of(params string[] categories) =>
            Rule.With(new RuleConditions { CategoriesIncluded = categories });

        Codes(Rule, other).ShouldBe([RuleWarningCode.Overlapping]);
        Codes(Of("3200-4000"), other).ShouldBe([RuleWarningCode.Overlapping]);
        Codes(Of("5411"), other).ShouldBeEmpty();
        Codes(Rule.With(new RuleConditions { CategoriesExcluded = ["3000-3299", "fuel"] }), other).ShouldBeEmpty();
        Codes(Rule with { Effect = OnePerHundred with { PointCurrency = PointCurrencyCode.Parse("STATUS") } }, other)
            .ShouldBeEmpty();
        Codes(
                Rule with
                {
                    ValidUntil = Noon.AddDays(5),
                },
                (Rule with { ValidFrom = Noon.AddDays(5) }).Published(rule: 7)
            )
            .ShouldBeEmpty();
        Codes(Rule, other with { WithdrawnAt = Noon }).ShouldBeEmpty();
        Codes(Rule, other with { SupersededAt = Noon }).ShouldBeEmpty();
        RuleReview.Of(Id<RuleId>(7), Rule, [other], Noon, _ => true).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(9, 12, 11, 14, true)]
    [InlineData(9, 12, 12, 14, false)]
    [InlineData(22, 6, 5, 7, true)]
    [InlineData(22, 6, 6, 22, false)]
    public void Hours_overlap_over_midnight_too(int from, int until, int otherFrom, int otherUntil, bool overlap)
    {
        RuleDefinition At(int one, int two) =>
            Rule.With(new RuleConditions { Hours = new HoursOfDay(new(one, 0), new(two, 0)) });

        Codes(At(from, until), At(otherFrom, otherUntil).Published(rule: 7)).Any().ShouldBe(overlap);
    }

    [Fact]
    public void What_costs_without_end_is_said()
    {
        Codes(Bonus).ShouldBeEmpty();
        Codes(Bonus with { Limits = new RuleLimits { PointsMax = 9 } }).ShouldBe([RuleWarningCode.NeverExpiresBudget]);
        var budget = Bonus with { Limits = new RuleLimits { Budget = new RuleBudget(1_000) } };
        Codes(budget).ShouldBe([RuleWarningCode.NeverExpiresBudget]);
        Codes(budget with { ValidUntil = Noon.AddDays(1) }).ShouldBeEmpty();
        Codes((Bonus with { Limits = new() }).With(new RuleConditions { FirstPurchase = true })).ShouldBeEmpty();
    }

    private static IEnumerable<RuleWarningCode> Codes(RuleDefinition rule, params PublishedRule[] others) =>
        RuleReview.Of(Id<RuleId>(8), rule, others, Noon, partner => partner == Bank).Select(warning => warning.Code);
}
