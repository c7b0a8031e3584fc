using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;
using Shouldly;
using Xunit;
using static Loyalty.Domain.Tests.Earning.Given;

namespace Loyalty.Domain.Tests.Earning;

public sealed class BacktestTallyTests
{
    private static readonly TierCode Gold = TierCode.Parse("GOLD");

    [Fact]
    public void Winners_and_losers_stand_by_partner_tier_and_member_with_what_it_costs()
    {
        var tally = new BacktestTally(Redeemable, new Money(0.25m, Crowns));

        tally.Add(Event(member: 1, posted: 10, tried: 30));
        tally.Add(Event(member: 1, posted: 10, tried: 5) with { Partner = Telecom });
        tally.Add(Event(member: 2, posted: 0, tried: 0) with { Tiers = [] });
        tally.Skip();
        var result = tally.Result(countsAreComplete: true);

        result.Events.ShouldBe(3);
        result.EventsSkipped.ShouldBe(1);
        result.Costs.ShouldBe([
            new BacktestCost("POINTS", 20, 35, 35, new("5.00", "CZK"), new("8.75", "CZK"), new("3.75", "CZK")),
        ]);
        result.Partners.ShouldBe(
            [new(Bank.ToString(), 1, 0, 1, 20, 0), new(Telecom.ToString(), 0, 1, 0, 0, 5)],
            ignoreOrder: true
        );
        result.Tiers.ShouldBe([new BacktestDifference("GOLD", 1, 1, 0, 20, 5)]);
        result.Members.ShouldBe(new BacktestDifference("", 1, 0, 1, 15, 0));
        result.PointsPerMember.Max.ShouldBe(35);
        result.PointsPerEvent.Count.ShouldBe(3);
        result.PointsPerEvent.Buckets.ShouldBe([new(0, 0, 1), new(1, 9, 1), new(10, 99, 1)]);
    }

    [Fact]
    public void More_members_than_fit_are_sampled_and_the_share_is_told()
    {
        var tally = new BacktestTally(Redeemable, costPerPoint: null, membersMax: 100);
        var random = new Random(17);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            tally.Add(Event(member: 0, posted: 0, tried: 1) with { Member = new MemberId(new Guid(bytes)) });
        }

        var result = tally.Result(countsAreComplete: false);

        result.PointsPerMember.Count.ShouldBeLessThanOrEqualTo(100);
        (result.PointsPerMember.Count / result.MembersShare).ShouldBeInRange(1_000, 3_500);
        result.Members.Winners.ShouldBe(result.PointsPerMember.Count);
        result.Costs.Single().PointsTried.ShouldBe(2_000);
    }

    [Fact]
    public void A_percentile_is_at_most_a_sixteenth_too_great() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                (
                    from points in Gen.OneOf(
                            Gen.Choose(0, 40).Select(one => (long)one),
                            Gen.Choose(0, int.MaxValue).Select(one => one * 1_000L)
                        )
                        .NonEmptyListOf()
                    from share in Gen.Choose(1, 100)
                    select (points, share: share / 100.0)
                ).ToArbitrary(),
                given =>
                {
                    var histogram = new PointHistogram();
                    foreach (var points in given.points)
                    {
                        histogram.Add(points);
                    }

                    var sorted = given.points.Order().ToArray();
                    var exact = sorted[(int)Math.Ceiling(given.share * sorted.Length) - 1];
                    var found = histogram.Percentile(given.share);
                    return found >= exact
                        && found <= exact + (exact / 16) + (exact < 16 ? 0 : 1)
                        && histogram.Max == sorted[^1]
                        && histogram.ByPowersOfTen().Sum(bucket => bucket.Count) == sorted.Length;
                }
            )
        );

    private static BacktestEvent Event(byte member, long posted, long tried) =>
        new(
            Bank,
            Id<MemberId>(member),
            [Gold],
            new Dictionary<PointCurrencyCode, long> { [Redeemable] = posted },
            new Dictionary<PointCurrencyCode, long> { [Redeemable] = tried },
            tried
        );
}
