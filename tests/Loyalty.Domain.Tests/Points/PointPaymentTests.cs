using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Points;

/// <summary>Orders that are paid with points, and any series of refunds of them.</summary>
public sealed class PointPaymentTests
{
    private static readonly string[] Currencies = ["CZK", "JPY", "KWD"];

    /// <summary>An order, how it is paid and what is refunded of it, in smallest units; values of a point in millionths.</summary>
    private sealed record Script(string Currency, int Order, int Paid, int Value, int Scale, int[] Parts)
    {
        private readonly MoneyCurrency money = MoneyCurrency.Parse(Currency);

        private decimal Unit => new(1, 0, 0, isNegative: false, (byte)money.Decimals);

        public PointPayment Pay() =>
            PointPayment
                .Pay(
                    new Money(Order * Unit, money),
                    Math.Min(Paid, Order) * Unit,
                    // From a millionth to thousands, whole units and odd ones.
                    Value * (decimal)Math.Pow(10, Scale) / 1_000_000m,
                    long.MaxValue
                )
                .Value;

        public IEnumerable<decimal> Refunds()
        {
            var left = Order;
            foreach (var part in Parts)
            {
                var refunded = Math.Min(left, part);
                if (refunded > 0)
                {
                    left -= refunded;
                    yield return refunded * Unit;
                }
            }

            if (left > 0)
            {
                yield return left * Unit;
            }
        }
    }

    private static readonly Arbitrary<Script> Scripts = Arb.From(
        from currency in Gen.Elements(Currencies)
        from order in Gen.Choose(1, 200_000)
        from paid in Gen.OneOf(Gen.Choose(1, 200_000), Gen.Constant(int.MaxValue))
        from value in Gen.OneOf(Gen.Constant(1), Gen.Constant(5), Gen.Choose(1, 999))
        from scale in Gen.Choose(0, 6)
        from parts in Gen.ListOf(Gen.OneOf(Gen.Choose(1, 3), Gen.Choose(1, 300), Gen.Choose(1, 60_000)))
        select new Script(currency, order, paid, value, scale, [.. parts])
    );

    [Fact]
    public void Pain13_Points_are_rounded_up_once_and_the_difference_is_less_than_one() =>
        Check(script =>
        {
            var payment = script.Pay();

            (payment.Points * payment.ValuePerPoint).ShouldBe(payment.PaidWithPoints + payment.Difference);
            payment.Difference.ShouldBeInRange(0, payment.ValuePerPoint);
            payment.Difference.ShouldBeLessThan(payment.ValuePerPoint);
            (payment.PaidWithPoints + payment.Due).ShouldBe(payment.OrderAmount);
            payment.PointsReturned.ShouldBe(0);
        });

    [Fact]
    public void Pain21_Money_and_the_value_of_points_are_what_is_refunded_in_any_series() =>
        Check(script =>
        {
            var first = script.Pay();
            var payment = first;
            var (points, money) = (0L, 0m);
            foreach (var amount in script.Refunds())
            {
                var before = payment;
                (payment, var refund) = before.Refund(amount);

                refund.Amount.ShouldBe(amount);
                (refund.Money + refund.PointsValue).ShouldBe(amount);
                refund.PointsValue.ShouldBe(
                    (refund.Points * first.ValuePerPoint) + payment.Difference - before.Difference
                );
                refund.Money.ShouldBeGreaterThanOrEqualTo(0);
                refund.Points.ShouldBeGreaterThanOrEqualTo(0);
                decimal.Round(refund.Money, first.Currency.Decimals).ShouldBe(refund.Money);
                payment.Difference.ShouldBeGreaterThanOrEqualTo(0);
                payment.Difference.ShouldBeLessThan(first.ValuePerPoint);
                (points, money) = (points + refund.Points, money + refund.Money);
                points.ShouldBe(payment.PointsReturned);
                points.ShouldBeLessThanOrEqualTo(first.Points);
                money.ShouldBeLessThanOrEqualTo(first.Due);
            }

            points.ShouldBe(first.Points);
            money.ShouldBe(first.Due);
            payment.Difference.ShouldBe(0);
            payment.Left.ShouldBe(0);
        });

    [Fact]
    public void Pain21_What_goes_back_in_points_keeps_to_the_proportion() =>
        Check(script =>
        {
            var payment = script.Pay();
            var unit = new decimal(1, 0, 0, isNegative: false, (byte)payment.Currency.Decimals);
            foreach (var amount in script.Refunds())
            {
                (payment, _) = payment.Refund(amount);

                var fair = payment.PaidWithPoints * payment.Refunded / payment.OrderAmount;
                (fair - payment.RefundedInPoints).ShouldBeLessThanOrEqualTo(payment.ValuePerPoint + unit);
                // More than that only where no more money is left to give back.
                (
                    payment.RefundedInPoints <= fair || payment.Refunded - payment.RefundedInPoints == payment.Due
                ).ShouldBeTrue();
            }
        });

    [Fact]
    public void Pain21_Where_a_point_is_whole_units_and_money_is_left_the_value_is_that_of_the_points()
    {
        var payment = PointPayment.Pay(Crowns(200.60m), 100.60m, 0.10m, 2_000).Value;

        var (after, refund) = payment.Refund(25.25m);

        (refund.Points, refund.PointsValue, refund.Money).ShouldBe((126, 12.60m, 12.65m));
        (after.Difference, payment.Difference).ShouldBe((0, 0));
    }

    [Theory]
    // Enough points for all of it: nothing is due, and the difference is recorded.
    [InlineData("100.60", null, "1", 101, 101, "100.60", "0.00", "0.40")]
    [InlineData("100.60", "100.60", "1", 500, 101, "100.60", "0.00", "0.40")]
    [InlineData("100.60", "50", "0.10", 500, 500, "50", "50.60", "0")]
    // As much as they reach: no more points than that takes.
    [InlineData("100.60", null, "1", 30, 30, "30", "70.60", "0")]
    [InlineData("100.60", null, "0.003", 5, 4, "0.01", "100.59", "0.002")]
    public void Pain13_A_payment_reads_as_written(
        string order,
        string? amount,
        string value,
        long available,
        long points,
        string paid,
        string due,
        string difference
    )
    {
        var payment = PointPayment
            .Pay(Crowns(Number(order)), amount is null ? null : Number(amount), Number(value), available)
            .Value;

        (payment.Points, payment.PaidWithPoints, payment.Due, payment.Difference).ShouldBe(
            (points, Number(paid), Number(due), Number(difference))
        );
        PointPayment.Parse(payment.ToJson()).ShouldBe(payment);
    }

    [Theory]
    [InlineData("100.60", "1", 100, 101)]
    [InlineData(null, "0.003", 3, 4)]
    [InlineData(null, "1", 0, 1)]
    public void Too_few_points_are_told(string? amount, string value, long available, long requested) =>
        PointPayment
            .Pay(Crowns(100.60m), amount is null ? null : Number(amount), Number(value), available)
            .Refusal.ShouldBe(new PointsRefusal.InsufficientPoints(available, requested));

    [Fact]
    public void Amounts_stay_exact_up_to_the_largest_order()
    {
        var payment = PointPayment
            .Pay(
                new Money(PointPayment.AmountMax, MoneyCurrency.Parse("KWD")),
                999_999_999_999.999m,
                1.000001m,
                long.MaxValue
            )
            .Value;
        var first = payment;
        var money = 0m;
        foreach (var amount in (decimal[])[0.001m, 333_333_333_333.333m, 666_666_666_666.665m, 0.001m])
        {
            (payment, var refund) = payment.Refund(amount);
            (refund.Money + refund.PointsValue).ShouldBe(amount);
            money += refund.Money;
        }

        (payment.PointsReturned, money, payment.Difference).ShouldBe((first.Points, first.Due, 0));
    }

    private static void Check(Action<Script> law) => Prop.ForAll(Scripts, law).QuickCheckThrowOnFailure();

    private static Money Crowns(decimal amount) => new(amount, MoneyCurrency.Parse("CZK"));

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
