using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Points;

/// <summary>Pain 25: what a wallet was at an instant is made of its entries again, and is what it was.</summary>
public sealed class WalletPastTests
{
    [Fact]
    public void Pain25_As_of_any_step_the_wallet_is_what_it_was_after_that_step() =>
        Prop.ForAll(
                WalletRun.Scripts,
                script =>
                {
                    var whole = WalletRun.Of(script);
                    for (var steps = 0; steps <= script.Length; steps++)
                    {
                        var then = WalletRun.Of(script[..steps]);
                        ShouldBeAlike(AsOf(whole, then.Now), then);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    private static Wallet AsOf(WalletRun whole, DateTimeOffset at)
    {
        var entries = whole.Entries.Where(entry => entry.RecordedAt <= at).ToArray();
        return Wallet.After(
            whole.Wallet.State,
            entries.LastOrDefault(),
            entries.Select(entry => LotMoves.Read(entry.LotMoves)),
            whole.Holds.Where(hold => hold.CreatedAt <= at && (hold.ClosedAt is null || hold.ClosedAt > at))
        );
    }

    private static void ShouldBeAlike(Wallet past, WalletRun then)
    {
        var (was, day) = (then.Wallet, then.Day);
        past.OpenLots.ShouldBe(was.OpenLots);
        (past.State.Balance, past.State.Arrears, past.State.Held, past.State.Sequence).ShouldBe(
            (was.State.Balance, was.State.Arrears, was.State.Held, was.State.Sequence)
        );
        (past.BalanceOn(day), past.AvailableOn(day), past.PendingOn(day)).ShouldBe(
            (was.BalanceOn(day), was.AvailableOn(day), was.PendingOn(day))
        );
        past.LapsingFrom(day).ShouldBe(was.LapsingFrom(day));
    }
}
