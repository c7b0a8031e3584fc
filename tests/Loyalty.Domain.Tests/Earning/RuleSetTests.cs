using Loyalty.Domain.Earning;
using Shouldly;
using Xunit;
using static Loyalty.Domain.Tests.Earning.Given;

namespace Loyalty.Domain.Tests.Earning;

public sealed class RuleSetTests
{
    [Fact]
    public void An_award_carries_its_whole_computation()
    {
        var rule = Rule with { ActivationDelayDays = 14 };

        var award = rule.Compiled().Evaluate(Payment(1_234.56m)).ShouldHaveSingleItem();

        award.Currency.ShouldBe(Redeemable);
        award.Points.ShouldBe(12);
        award.ActivationDelayDays.ShouldBe(14);
        award.Computation.ShouldBe(
            new AwardComputation(
                Id<RuleId>(1),
                RuleVersion: 1,
                "One per hundred",
                1_234.56m,
                Crowns,
                PointsPer: 1,
                PerAmount: 100,
                Unrounded: 12.3456m,
                "down per event",
                CappedFrom: null
            )
        );
    }

    [Fact]
    public void No_rule_gives_no_award() => RuleSet.Empty.Evaluate(Payment(100)).ShouldBeEmpty();

    [Fact]
    public void An_amount_too_small_for_a_point_is_an_award_of_0() => Rule.PointsFor(Payment(99.99m)).ShouldBe(0);

    [Fact]
    public void Every_rule_that_holds_gives_its_award_by_priority_and_then_by_id()
    {
        var set = RuleSet.Compile([
            (Rule with { Priority = 7 }).Published(rule: 1),
            (Rule with { Name = "Second" }).Published(rule: 3),
            (Rule with { Name = "First" }).Published(rule: 2),
            (Rule with { Priority = -1 }).Published(rule: 4),
        ]);

        set.Evaluate(Payment(100))
            .Select(award => award.Computation.Rule)
            .ShouldBe([Id<RuleId>(4), Id<RuleId>(2), Id<RuleId>(3), Id<RuleId>(1)]);
    }

    [Fact]
    public void A_partners_rules_stand_among_those_for_any_partner_in_one_order()
    {
        var ofBank = Rule.With(new RuleConditions { Partners = [Bank] });
        var set = RuleSet.Compile([
            ofBank.Published(rule: 2),
            Rule.Published(rule: 1),
            Rule.Published(rule: 3),
            Rule.With(new RuleConditions { Partners = [Telecom] }).Published(rule: 4),
        ]);

        set.Evaluate(Payment(100))
            .Select(award => award.Computation.Rule)
            .ShouldBe([Id<RuleId>(1), Id<RuleId>(2), Id<RuleId>(3)]);
        set.Evaluate(Payment(100) with { Partner = Id<Domain.Partners.PartnerId>(9) }).Count.ShouldBe(2);
    }

    [Fact]
    public void A_rule_says_which_of_its_conditions_does_not_hold()
    {
        var payment = Payment(100);
        RuleDefinition When(RuleConditions when) => Rule.With(when);

        When(new() { EventType = "other" }).MismatchFor(payment).ShouldBe(RuleMismatch.EventType);
        When(new() { Partners = [Telecom] }).MismatchFor(payment).ShouldBe(RuleMismatch.Partner);
        When(new() { Operations = ["transfer_out"] }).MismatchFor(payment).ShouldBe(RuleMismatch.Operation);
        When(new() { CategoriesIncluded = ["fuel"] }).MismatchFor(payment).ShouldBe(RuleMismatch.Category);
        When(new() { CategoriesExcluded = ["groceries"] }).MismatchFor(payment).ShouldBe(RuleMismatch.Category);
        When(new() { AmountMin = 100.01m }).MismatchFor(payment).ShouldBe(RuleMismatch.AmountBelowMinimum);
        Rule.MismatchFor(Payment(0)).ShouldBe(RuleMismatch.AmountNotPositive);
        Rule.MismatchFor(Payment(-100)).ShouldBe(RuleMismatch.AmountNotPositive);
        (Rule with { Effect = OnePerHundred with { MoneyCurrency = MoneyCurrency.Parse("EUR") } })
            .MismatchFor(payment)
            .ShouldBe(RuleMismatch.Currency);
        (Rule with { ValidFrom = Noon.AddTicks(1) }).MismatchFor(payment).ShouldBe(RuleMismatch.NotYetValid);
        (Rule with { ValidUntil = Noon }).MismatchFor(payment).ShouldBe(RuleMismatch.NoLongerValid);
    }

    [Fact]
    public void The_bounds_of_the_conditions_belong_to_them()
    {
        Rule.With(new RuleConditions { AmountMin = 100 }).PointsFor(Payment(100)).ShouldBe(1);
        (Rule with { ValidFrom = Noon }).PointsFor(Payment(100)).ShouldBe(1);
        (Rule with { ValidUntil = Noon.AddTicks(1) }).PointsFor(Payment(100)).ShouldBe(1);
    }

    [Fact]
    public void An_event_without_operation_or_category_matches_only_rules_that_name_none()
    {
        var bare = Payment(100) with { Operation = null, Category = null };

        Rule.With(new RuleConditions { CategoriesExcluded = ["fuel"] }).PointsFor(bare).ShouldBe(1);
        Rule.With(new RuleConditions { Operations = ["card_payment"] }).PointsFor(bare).ShouldBeNull();
        Rule.With(new RuleConditions { CategoriesIncluded = ["fuel"] }).PointsFor(bare).ShouldBeNull();
    }

    [Fact]
    public void Pain15_Lines_of_excluded_categories_earn_nothing()
    {
        var rule = Rule.With(new RuleConditions { CategoriesExcluded = ["shipping", "tax", "voided"] });

        rule.PointsFor(Payment(1_000, (500, "groceries"), (300, "shipping"), (100, "tax"), (100, null))).ShouldBe(6);
        rule.MismatchFor(Payment(300, (300, "voided"))).ShouldBe(RuleMismatch.Category);
    }

    [Fact]
    public void A_maximum_trims_and_a_minimum_raises_and_the_award_says_so()
    {
        var capped = (Rule with { Limits = new RuleLimits { PointsMax = 10 } }).Compiled().Evaluate(Payment(2_500));
        var raised = (Rule with { Limits = new RuleLimits { PointsMin = 3 } }).Compiled().Evaluate(Payment(100));

        capped.Single().Points.ShouldBe(10);
        capped.Single().Computation.CappedFrom.ShouldBe(25);
        raised.Single().Points.ShouldBe(3);
        raised.Single().Computation.RaisedFrom.ShouldBe(1);
        raised.Single().Computation.CappedFrom.ShouldBeNull();
    }

    [Fact]
    public void Rounding_each_line_shows_what_each_gave()
    {
        var rule = Rule with { Effect = OnePerHundred with { Level = RoundingLevel.Line } };

        var award = rule.Compiled().Evaluate(Payment(300, (199, null), (101, null))).Single();

        award.Points.ShouldBe(2);
        award.Computation.Rounding.ShouldBe("down per line");
        award.Computation.Lines.ShouldBe([new LineComputation(199, 1), new LineComputation(101, 1)]);
        Rule.PointsFor(Payment(300, (199, null), (101, null))).ShouldBe(3);
    }

    [Theory]
    [InlineData(RoundingMode.Down, "149.99", 1)]
    [InlineData(RoundingMode.HalfUp, "149.99", 1)]
    [InlineData(RoundingMode.HalfUp, "150", 2)]
    [InlineData(RoundingMode.HalfEven, "150", 2)]
    [InlineData(RoundingMode.HalfEven, "250", 2)]
    [InlineData(RoundingMode.HalfEven, "250.01", 3)]
    [InlineData(RoundingMode.Up, "100.01", 2)]
    [InlineData(RoundingMode.Up, "100", 1)]
    public void Each_mode_rounds_as_it_is_named(RoundingMode mode, string amount, long points) =>
        (Rule with { Effect = OnePerHundred with { Rounding = mode } })
            .PointsFor(Payment(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)))
            .ShouldBe(points);

    [Fact]
    public void Pain12_Five_points_per_full_2_50_give_5_for_3_00()
    {
        var effect = OnePerHundred with { Points = 5, PerAmount = 2.50m };

        (Rule with { Effect = effect with { RoundingOf = RoundingOf.Units } }).PointsFor(Payment(3.00m)).ShouldBe(5);
        (Rule with { Effect = effect }).PointsFor(Payment(3.00m)).ShouldBe(6);
    }

    [Fact]
    public void Pain12_Taking_back_every_line_takes_back_exactly_what_was_earned()
    {
        var award = Rule.Compiled().Evaluate(Payment(250, (83.33m, null), (83.33m, null), (83.34m, null))).Single();

        decimal[] parts = [83.33m, 83.33m, 83.34m];
        var before = 0m;
        var back = new List<long>();
        foreach (var part in parts)
        {
            back.Add(AwardShare.Of(award.Points, award.Computation.BaseAmount, before, part));
            before += part;
        }

        back.ShouldBe([0, 1, 1]);
        back.Sum().ShouldBe(award.Points);
    }

    [Fact]
    public void Values_beyond_all_bounds_are_held_within_them_and_do_not_throw()
    {
        var rule = Rule with { Effect = OnePerHundred with { Points = RuleBounds.PointsPerMax, PerAmount = 0.0001m } };

        rule.PointsFor(Payment(decimal.MaxValue)).ShouldBe(RuleBounds.PointsMax);
        rule.PointsFor(Payment(1, (decimal.MaxValue, null), (decimal.MaxValue, null))).ShouldBe(RuleBounds.PointsMax);
        rule.MismatchFor(Payment(decimal.MinValue)).ShouldBe(RuleMismatch.AmountNotPositive);
        default(EarningInput).ShouldSatisfyAllConditions(() =>
            Rule.Compiled().Evaluate(default(EarningInput) with { EventType = "" }).ShouldBeEmpty()
        );
    }
}
