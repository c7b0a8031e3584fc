using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Points;

public sealed class FundingSplitLawsTests
{
    private static readonly PartnerId Partner = new(Guid.Parse("0192aaaa-0000-7000-8000-000000000001"));
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 5, 1);
    private static readonly LotKey Lot = new(Today.AddMonths(12), LotKey.AtOnce, Funder.Club);

    private static readonly Arbitrary<(long Points, int Share, int Event)> Cases = Arb.From(
        from points in Gen.Choose(1, 2_000)
        from share in Gen.Choose(0, FundingTerms.Whole)
        from id in Gen.Choose(0, 1_000_000)
        select ((long)points, share, id)
    );

    [Fact]
    public void The_parts_are_all_of_the_points_and_each_is_at_most_one_point_off_its_share() =>
        Prop.ForAll(
                Cases,
                one =>
                {
                    var parts = Divide(one.Points, one.Share, one.Event);
                    parts.Sum(part => part.Points).ShouldBe(one.Points);
                    parts.ShouldAllBe(part => part.Points > 0);
                    var exact = (decimal)one.Points * one.Share / FundingTerms.Whole;
                    Math.Abs(Of(parts, Funder.Of(Partner)) - exact).ShouldBeLessThan(1);
                    Divide(one.Points, one.Share, one.Event).ShouldBe(parts, "the same event is always split alike");
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2_500)]
    [InlineData(5_000)]
    [InlineData(9_900)]
    public void Over_many_events_of_a_single_point_the_share_is_kept(int share)
    {
        const int Events = 20_000;

        var partners = Enumerable.Range(0, Events).Sum(id => Of(Divide(1, share, id), Funder.Of(Partner)));

        // Five standard deviations of as many draws.
        var expected = (double)Events * share / FundingTerms.Whole;
        var deviation = Math.Sqrt(expected * (FundingTerms.Whole - share) / FundingTerms.Whole);
        Math.Abs(partners - expected).ShouldBeLessThan(5 * deviation);
    }

    [Fact]
    public void Nothing_is_divided_that_one_of_them_pays_for_alone()
    {
        Divide(7, 0, 1).ShouldBe([new LotMove(Lot, 7)]);
        Divide(7, FundingTerms.Whole, 1).ShouldBe([new LotMove(Lot with { Funder = Funder.Of(Partner) }, 7)]);
    }

    [Fact]
    public void Taken_back_bit_by_bit_each_funder_gets_back_exactly_what_it_gave_and_never_far_from_its_part() =>
        Prop.ForAll(
                Cases,
                Arb.From(Gen.ArrayOf(Gen.Choose(1, 300))),
                (one, bits) =>
                {
                    var wallet = Open();
                    var accrued = wallet.Accrue(Divide(one.Points, one.Share, one.Event), Context());
                    var own = LotMoves.Read(accrued.LotMoves);
                    var before = 0L;
                    foreach (var bit in bits.Append((int)one.Points))
                    {
                        var points = Math.Min(bit, one.Points - before);
                        if (points == 0)
                        {
                            break;
                        }

                        wallet.Reverse(points, before, own, 1, ReturnPolicy.WithArrears, Today, Context());
                        before += points;
                        foreach (var move in own)
                        {
                            var left = wallet.ChangedLots.Single(lot => lot.Lot == move.Lot).Balance.Points;
                            var exact = (decimal)move.Points * (one.Points - before) / one.Points;
                            Math.Abs(left - exact).ShouldBeLessThanOrEqualTo(1);
                        }
                    }

                    wallet.State.Balance.ShouldBe(0);
                    wallet.ChangedLots.ShouldAllBe(lot => lot.Balance.Points == 0);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Arrears_are_repaid_by_both_in_proportion()
    {
        var wallet = Open();
        wallet.Accrue(100, Lot, Context());
        wallet.Redeem(100, Today, Context()).Refusal.ShouldBeNull();
        wallet.Reverse(100, 0, [new LotMove(Lot, 100)], 1, ReturnPolicy.WithArrears, Today, Context());
        wallet.State.Arrears.ShouldBe(100);

        var entry = wallet.Accrue(
            [new LotMove(Lot, 80), new LotMove(Lot with { Funder = Funder.Of(Partner) }, 120)],
            Context()
        );

        var kept = LotMoves.Read(entry.LotMoves);
        (Of(kept, Funder.Club), Of(kept, Funder.Of(Partner))).ShouldBe((40, 60));
    }

    private static IReadOnlyList<LotMove> Divide(long points, int share, int id) =>
        new FundingSplit(Partner, share).Divide(points, Lot, PartnerEventKey.Of(Partner, "/tests", $"event-{id}"));

    private static long Of(IEnumerable<LotMove> moves, Funder funder) =>
        moves.Where(move => move.Lot.Funder == funder).Sum(move => move.Points);

    private static Wallet Open() =>
        Wallet.Open(new MemberId(Guid.CreateVersion7(Now)), PointCurrencyCode.Parse("POINTS"), Now);

    private static EntryContext Context() => new(default, "club", Now, Now, _ => "{}");
}
