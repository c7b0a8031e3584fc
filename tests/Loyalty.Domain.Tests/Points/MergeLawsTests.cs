using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Points;

/// <summary>Merging moves points and makes or loses none, whatever the two wallets have been through.</summary>
public sealed class MergeLawsTests
{
    private static readonly LotKey Nowhere = new(LotKey.Never, LotKey.AtOnce, Funder.Club);

    [Fact]
    public void Pain27_The_balance_of_both_together_is_the_same_before_and_after_a_merge() =>
        Check(pair =>
        {
            var sum = pair.Sum;
            pair.Merge();
            pair.Sum.ShouldBe(sum);
            pair.From.State.Arrears.ShouldBe(0);
            pair.From.AvailableOn(pair.Day).ShouldBe(0);
            pair.From.PendingOn(pair.Day).ShouldBe(0);
            pair.Into.AvailableOn(pair.Day).ShouldBeGreaterThanOrEqualTo(0);
        });

    [Fact]
    public void Pain27_A_merge_that_is_undone_at_once_leaves_both_balances_as_they_were() =>
        Check(pair =>
        {
            var before = (pair.From.State.Balance, pair.Into.State.Balance);
            pair.Merge();
            pair.WhyNotUndone().ShouldBeNull();
            pair.Undo();
            (pair.From.State.Balance, pair.Into.State.Balance).ShouldBe(before);
        });

    [Fact]
    public void Undoing_after_anything_else_moves_points_and_makes_or_loses_none() =>
        Check(
            (pair, points) =>
            {
                pair.Merge();
                _ = pair.Into.Redeem(points, pair.Day, Pair.Context());
                var sum = pair.Sum;
                if (pair.WhyNotUndone() is null)
                {
                    pair.Undo();
                }

                pair.Sum.ShouldBe(sum);
            }
        );

    private static void Check(Action<Pair> law) => Check((pair, _) => law(pair));

    private static void Check(Action<Pair, int> law) =>
        Prop.ForAll(
                WalletRun.Scripts,
                WalletRun.Scripts,
                Gen.Choose(1, 500).ToArbitrary(),
                (one, other, points) =>
                {
                    var (from, into) = (WalletRun.Of(one), WalletRun.Of(other));
                    var day = from.Day > into.Day ? from.Day : into.Day;
                    if (from.Wallet.State.Held == 0)
                    {
                        law(new Pair(from.Wallet, into.Wallet, day), points);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>What the commands do with the two wallets.</summary>
    private sealed class Pair(Wallet from, Wallet into, DateOnly day)
    {
        private Entry? moved;
        private Entry? came;
        private Entry? takenOver;

        public Wallet From => from;

        public Wallet Into => into;

        public DateOnly Day => day;

        public long Sum => from.State.Balance + into.State.Balance;

        private IReadOnlyList<LotMove> Lots =>
            [.. (moved?.NewMoves ?? []).Select(move => move with { Points = -move.Points })];

        private long Repaid => came is null ? 0 : came.Points - came.NewMoves!.Sum(move => move.Points);

        public static EntryContext Context() => new(default, "transfers", default, default, _ => "{}");

        public void Merge()
        {
            moved = from.TransferAllOut(day, Context());
            came = moved is null ? null : into.TransferIn(moved.NewMoves!, Context());
            if (from.State.Arrears is > 0 and var owed)
            {
                takenOver = into.TakeOver(owed, day, Context());
                from.BeRelieved(owed, Context());
            }
        }

        public Refusal? WhyNotUndone() =>
            into.WhyNotGivenBack(Lots, Repaid, takenOver is null ? 0 : -takenOver.Points, lapsing: 0, day);

        public void Undo()
        {
            if (takenOver is not null)
            {
                from.TakeOver(-takenOver.Points, day, Context());
                into.HandBack(-takenOver.Points, takenOver.NewMoves!, Nowhere, Context());
            }

            if (into.GiveBack(Lots, day, Context()) is { } given)
            {
                from.ComeBack(given.NewMoves!, -given.Points, Lots, Context());
            }
        }
    }
}
