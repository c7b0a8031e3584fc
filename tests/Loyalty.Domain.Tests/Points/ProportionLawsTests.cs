using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Points;

/// <summary>Points are divided wholly, within what each gives, and never taken again when more is divided.</summary>
public sealed class ProportionLawsTests
{
    private static readonly Gen<long[]> Weights =
        from count in Gen.Choose(1, 10)
        from weights in Gen.OneOf(
                Gen.Choose(0, 12).Select(weight => (long)weight),
                Gen.Choose(0, int.MaxValue).Select(weight => weight * 400_000_000L)
            )
            .ListOf(count)
        select weights.ToArray();

    [Fact]
    public void All_is_divided_and_nobody_gives_more_than_there_is() =>
        Check(
            (weights, total) =>
            {
                var parts = Proportion.Divide(total, weights);

                parts.Sum().ShouldBe(total);
                for (var i = 0; i < parts.Length; i++)
                {
                    parts[i].ShouldBeInRange(0, weights[i]);
                }
            }
        );

    [Fact]
    public void More_to_divide_never_gives_anybody_less() =>
        Check(
            (weights, total) =>
            {
                var fewer = Proportion.Divide(Math.Max(0, total - 1), weights);
                var parts = Proportion.Divide(total, weights);
                for (var i = 0; i < parts.Length; i++)
                {
                    parts[i].ShouldBeGreaterThanOrEqualTo(fewer[i]);
                }
            }
        );

    [Fact]
    public void Everything_divided_is_what_each_has() =>
        Check((weights, _) => Proportion.Divide(weights.Sum(), weights).ShouldBe(weights));

    [Theory]
    [InlineData(25, new long[] { 60, 15 }, new long[] { 20, 5 })]
    [InlineData(1, new long[] { 1, 1 }, new long[] { 1, 0 })]
    [InlineData(3, new long[] { 0, 2, 2 }, new long[] { 0, 2, 1 })]
    [InlineData(0, new long[] { }, new long[] { })]
    [InlineData(
        9_223_372_036_854_775_807,
        new long[] { 9_223_372_036_854_775_807, 9_223_372_036_854_775_807 },
        new long[] { 4_611_686_018_427_387_904, 4_611_686_018_427_387_903 }
    )]
    public void Parts_are_in_proportion(long total, long[] weights, long[] parts) =>
        Proportion.Divide(total, weights).ShouldBe(parts);

    [Fact]
    public void A_pool_takes_the_members_own_first_and_keeps_to_each_share() =>
        Check(
            (weights, total) =>
            {
                var spender = new MemberId(Guid.CreateVersion7());
                var others = weights
                    .Select((weight, i) => new PoolShare(new MemberId(Guid.CreateVersion7()), weight, 10 * (i + 1)))
                    .ToArray();
                var pool = new HouseholdPool(spender, 7, others);
                var split = pool.Split(total + 1);

                if (total + 1 > pool.Available)
                {
                    split.Refusal.ShouldBe(new PointsRefusal.InsufficientPoints(pool.Available, total + 1));
                    return;
                }

                split.Value.Sum(part => part.Points).ShouldBe(total + 1);
                split.Value[0].ShouldBe(new PoolPart(spender, Math.Min(7, total + 1), 100));
                foreach (var part in split.Value.Skip(1))
                {
                    var other = others.Single(one => one.Member == part.Member);
                    part.Points.ShouldBeInRange(1, (long)((Int128)other.Available * other.SharePercent / 100));
                }
            }
        );

    private static void Check(Action<long[], long> law)
    {
        var cases =
            from weights in Weights
            from percent in Gen.Choose(0, 1000)
            select (Weights: weights, Total: (long)((Int128)weights.Sum() * percent / 1000));
        Prop.ForAll(cases.ToArbitrary(), one => law(one.Weights, one.Total)).QuickCheckThrowOnFailure();
    }
}
