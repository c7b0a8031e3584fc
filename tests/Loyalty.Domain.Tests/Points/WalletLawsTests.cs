using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Points;

/// <summary>The ledger's promises on one wallet, under any order of commands.</summary>
public sealed class WalletLawsTests
{
    [Fact]
    public void Pain04_Balance_is_the_sum_of_entries_and_of_lots_less_arrears_under_any_commands() =>
        Check(run =>
        {
            run.Wallet.State.Balance.ShouldBe(run.Entries.Sum(entry => entry.Points));
            run.Wallet.State.Balance.ShouldBe(run.LotPoints - run.Wallet.State.Arrears);
        });

    [Fact]
    public void Entries_count_from_one_without_a_gap_and_carry_the_balance_after() =>
        Check(run =>
        {
            long balance = 0;
            foreach (var (entry, i) in run.Entries.Select((entry, i) => (entry, i)))
            {
                balance += entry.Points;
                entry.Sequence.ShouldBe(i + 1);
                entry.BalanceAfter.ShouldBe(balance);
            }
        });

    [Fact]
    public void Available_and_lots_are_never_negative() =>
        Check(run =>
        {
            run.Lots.Values.ShouldAllBe(lot => lot.Held >= 0 && lot.Points >= lot.Held);
            run.Wallet.AvailableOn(run.Day).ShouldBeGreaterThanOrEqualTo(0);
            run.Wallet.PendingOn(run.Day).ShouldBeGreaterThanOrEqualTo(0);
        });

    [Fact]
    public void Available_pending_held_and_arrears_make_up_the_balance_of_the_day() =>
        Check(run =>
            run.Wallet.BalanceOn(run.Day)
                .ShouldBe(
                    run.Wallet.AvailableOn(run.Day)
                        + run.Wallet.PendingOn(run.Day)
                        + run.Wallet.State.Held
                        - run.Wallet.State.Arrears
                )
        );

    [Fact]
    public void Pain23_What_lapses_when_adds_up_to_all_that_can_lapse() =>
        Check(run =>
        {
            var lapsing = run.Wallet.LapsingFrom(run.Day);
            var neverLapsing = run.Lots.Where(lot => lot.Key.ExpiresOn == LotKey.Never).Sum(lot => lot.Value.Free);

            lapsing
                .Sum(part => part.Points)
                .ShouldBe(run.Wallet.AvailableOn(run.Day) + run.Wallet.PendingOn(run.Day) - neverLapsing);
            lapsing.Select(part => part.Day).ShouldBe(lapsing.Select(part => part.Day).Distinct().Order());
            lapsing.ShouldAllBe(part => part.Points > 0 && part.Day >= run.Day);
        });

    [Fact]
    public void The_lot_moves_of_all_entries_add_up_to_the_lots() =>
        Check(run =>
        {
            var moved = run
                .Entries.SelectMany(entry => LotMoves.Read(entry.LotMoves))
                .GroupBy(move => move.Lot)
                .ToDictionary(group => group.Key, group => group.Sum(move => move.Points));
            foreach (var (lot, balance) in run.Lots)
            {
                moved.GetValueOrDefault(lot).ShouldBe(balance.Points);
            }
        });

    [Fact]
    public void Held_points_are_those_of_the_open_holds_lot_by_lot() =>
        Check(run =>
        {
            var held = run
                .Holds.Where(hold => hold.Status == HoldStatus.Open)
                .SelectMany(hold => LotMoves.Read(hold.Lots))
                .GroupBy(move => move.Lot)
                .ToDictionary(group => group.Key, group => group.Sum(move => move.Points));
            run.Wallet.State.Held.ShouldBe(held.Values.Sum());
            foreach (var (lot, balance) in run.Lots)
            {
                balance.Held.ShouldBe(held.GetValueOrDefault(lot));
            }
        });

    [Fact]
    public void Every_entry_chains_to_the_one_before() =>
        Check(run =>
        {
            var hash = EntryHash.Origin;
            foreach (var entry in run.Entries)
            {
                entry.Hash.ShouldBe(EntryHash.Compute(hash, entry));
                hash = entry.Hash;
            }

            run.Wallet.State.Hash.ShouldBe(hash);
        });

    [Fact]
    public void A_stored_and_loaded_wallet_goes_on_as_if_it_had_never_been_away() =>
        Check(run =>
        {
            var loaded = Wallet.Load(
                run.Wallet.State,
                run.Lots.Select(lot => new Lot
                {
                    WalletId = run.Wallet.State.WalletId,
                    ExpiresOn = lot.Key.ExpiresOn,
                    ActivatesOn = lot.Key.ActivatesOn,
                    Funder = lot.Key.Funder,
                    Points = lot.Value.Points,
                    Held = lot.Value.Held,
                })
            );
            loaded.AvailableOn(run.Day).ShouldBe(run.Wallet.AvailableOn(run.Day));
            loaded.PendingOn(run.Day).ShouldBe(run.Wallet.PendingOn(run.Day));
        });

    [Fact]
    public void With_arrears_a_wholly_reversed_accrual_leaves_the_balance_as_it_was() =>
        Prop.ForAll(
                WalletRun.Scripts,
                script =>
                {
                    var run = WalletRun.Of(script);
                    var before = run.Wallet.State.Balance;
                    run.Accrue(new WalletStep(0, 120, 3, 0, 0));
                    run.Reverse(run.Entries.Count - 1, ReturnPolicy.WithArrears);
                    run.Wallet.State.Balance.ShouldBe(before);
                }
            )
            .QuickCheckThrowOnFailure();

    private static void Check(Action<WalletRun> law) =>
        Prop.ForAll(WalletRun.Scripts, script => law(WalletRun.Of(script))).QuickCheckThrowOnFailure();
}
