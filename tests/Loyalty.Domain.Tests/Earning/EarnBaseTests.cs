using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Shouldly;
using Xunit;
using static Loyalty.Domain.Tests.Earning.Given;

namespace Loyalty.Domain.Tests.Earning;

/// <summary>What of an event's amount earns.</summary>
public sealed class EarnBaseTests
{
    [Theory]
    [InlineData(BaseAmount.Gross, 10_000)]
    [InlineData(BaseAmount.NetOfDiscount, 9_000)]
    [InlineData(BaseAmount.NetOfPoints, 5_000)]
    public void Pain14_What_was_paid_with_points_earns_or_not_as_the_rule_says(BaseAmount amount, decimal earns) =>
        BaseOf(
                Rule with
                {
                    Base = new RuleBase { Amount = amount },
                },
                Basket(10_000, Item(10_000), Line(LineKind.Discount, 1_000), Line(LineKind.Points, 4_000))
            )
            .ShouldBe(earns);

    [Fact]
    public void Pain14_Paying_40_of_100_with_points_earns_on_60_with_and_without_lines_of_goods()
    {
        BaseOf(Rule, Basket(100, Line(LineKind.Points, 40))).ShouldBe(60);
        BaseOf(Rule, Basket(100, Item(100), Line(LineKind.Points, 40))).ShouldBe(60);
        Rule.MismatchFor(Basket(100, Line(LineKind.Points, 100))).ShouldBe(RuleMismatch.AmountNotPositive);
    }

    [Fact]
    public void Pain15_Tax_shipping_and_voided_lines_earn_nothing_unless_the_rule_takes_them()
    {
        var basket = Basket(
            1_000,
            Item(500),
            Line(LineKind.Tax, 100),
            Line(LineKind.Shipping, 50),
            Item(350) with
            {
                IsVoided = true,
            }
        );

        BaseOf(Rule, basket).ShouldBe(500);
        BaseOf(Rule with { Base = new RuleBase { KindsExcluded = [LineKind.Shipping] } }, basket).ShouldBe(600);
        BaseOf(Rule with { Base = new RuleBase { KindsExcluded = [] } }, basket).ShouldBe(650);
        Rule.MismatchFor(Basket(100, Line(LineKind.Tax, 100))).ShouldBe(RuleMismatch.LineKind);
        Rule.MismatchFor(Basket(100, Item(100) with { IsVoided = true })).ShouldBe(RuleMismatch.LineKind);
    }

    [Fact]
    public void A_discount_without_a_category_comes_off_in_proportion_and_one_with_it_wholly()
    {
        var fuel = Rule.With(new RuleConditions { CategoriesIncluded = ["fuel"] });
        TransactionLine Goods(decimal amount, string category) => new(amount, category);

        BaseOf(fuel, Basket(1_000, Goods(300, "fuel"), Goods(700, "books"), Line(LineKind.Points, 400))).ShouldBe(180);
        BaseOf(
                fuel,
                Basket(
                    1_000,
                    Goods(300, "fuel"),
                    Goods(700, "books"),
                    new TransactionLine(100, "fuel") { Kind = LineKind.Discount },
                    new TransactionLine(500, "books") { Kind = LineKind.Discount }
                )
            )
            .ShouldBe(200);
    }

    [Fact]
    public void Amounts_at_the_bounds_do_not_throw()
    {
        var basket = Basket(
            RuleBounds.AmountMax,
            Item(decimal.MaxValue),
            new TransactionLine(decimal.MaxValue, "books"),
            Line(LineKind.Points, decimal.MaxValue)
        );

        BaseOf(Rule.With(new RuleConditions { CategoriesExcluded = ["books"] }), basket)
            .ShouldBe(RuleBounds.AmountMax / 2, tolerance: 1);
    }

    [Fact]
    public void What_comes_off_together_with_what_earns_is_never_more_than_the_goods() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                (
                    from goods in Lines(LineKind.Item, LineKind.Tax, LineKind.Shipping)
                    from off in Lines(LineKind.Discount, LineKind.Points)
                    select (goods, off)
                ).ToArbitrary(),
                given =>
                {
                    var whole = given.goods.Sum(line => line.Amount);
                    var basket = Basket(whole, [.. given.goods, .. given.off]);
                    decimal Of(BaseAmount amount) => (
                            Rule with
                            {
                                Base = new RuleBase { Amount = amount, KindsExcluded = [] },
                            }
                        ).Compiled().Evaluate(basket) is [var award] ? award.Computation.BaseAmount : 0;
                    var (gross, noDiscount, noPoints) = (
                        Of(BaseAmount.Gross),
                        Of(BaseAmount.NetOfDiscount),
                        Of(BaseAmount.NetOfPoints)
                    );
                    return gross == whole && noDiscount <= gross && noPoints <= noDiscount && noPoints >= 0;
                }
            )
        );

    private static Gen<List<TransactionLine>> Lines(params LineKind[] kinds) =>
        (
            from kind in Gen.Elements(kinds)
            from cents in Gen.Choose(0, 100_000)
            from category in Gen.Elements<string?>(null, "fuel", "books")
            select new TransactionLine(cents / 100m, category) { Kind = kind }
        )
            .ListOf()
            .Select(lines => lines.ToList());

    private static TransactionLine Item(decimal amount) => new(amount, null);

    private static TransactionLine Line(LineKind kind, decimal amount) => new(amount, null) { Kind = kind };

    private static EarningInput Basket(decimal amount, params TransactionLine[] lines) =>
        Payment(amount) with
        {
            Lines = lines,
        };

    private static decimal BaseOf(RuleDefinition rule, EarningInput input) =>
        rule.Compiled().Evaluate(input).ShouldHaveSingleItem().Computation.BaseAmount;
}
