using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>Spends points at once, of one wallet or, in a household, of several: all of them or none.</summary>
public sealed record RedeemCommand : OperationCommand
{
    /// <summary>How many points of which wallets.</summary>
    public required IReadOnlyList<WalletShare> Shares { get; init; }

    /// <summary>Whose points are spent besides the member's own; null for the member's own alone.</summary>
    public SpendingHousehold? Household { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Wallets.UnionWith(Shares.Select(share => share.Wallet));
        if (Household is { } household)
        {
            needs.Households.Add(household.Id);
        }
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        if (Household is { } household && batch.VersionOf(household.Id) != household.Version)
        {
            return new LedgerOutcome.Refused(new MemberRefusals.TryAgain());
        }

        foreach (var share in Shares)
        {
            var limit = PoolShare.LimitOf(batch.AvailableIn(share.Wallet, Day), share.SharePercent);
            if (limit < share.Points)
            {
                return new LedgerOutcome.Refused(new PointsRefusal.InsufficientPoints(limit, share.Points));
            }
        }

        var written = new Written(Shares.Count);
        Func<EntryEffect, Explanation>? explain = Household is { } spending
            ? effect =>
                Explain(effect) with
                {
                    Household = new ExplainedHousehold(spending.Id.ToString(), Operation.MemberId.ToString()),
                }
            : null;
        foreach (var share in Shares)
        {
            var wallet = batch.Wallet(share.Wallet);
            var entry = wallet.Redeem(share.Points, Day, SpendingFrom(wallet, batch, explain));
            batch.Keep(wallet, entry.Value, written);
        }

        return batch.Done(Operation, written);
    }
}

/// <param name="Points">at least 1.</param>
/// <param name="SharePercent">what of the wallet's available points may be taken at most.</param>
public readonly record struct WalletShare(
    WalletId Wallet,
    long Points,
    int SharePercent = HouseholdPlace.SharePercentMax
);

/// <param name="Version">on which the shares were worked out: nobody has joined, left or changed a share since.</param>
public readonly record struct SpendingHousehold(HouseholdId Id, long Version);

/// <summary>Reserves points until an instant.</summary>
public sealed record HoldCommand : OperationCommand
{
    public required WalletId Wallet { get; init; }

    public required HoldId Hold { get; init; }

    public required long Points { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Wallets.Add(Wallet);
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        if (batch.AvailableIn(Wallet, Day) is var available && available < Points)
        {
            return new LedgerOutcome.Refused(new PointsRefusal.InsufficientPoints(available, Points));
        }

        var wallet = batch.Wallet(Wallet);
        var hold = wallet.Hold(Hold, Points, Day, batch.RecordedAt, ExpiresAt, Operation.OperationKey);
        batch.Change(wallet, hold.Value);
        return batch.Done(Operation, new Written(0));
    }
}

/// <summary>Ends a hold: spends its points, all or some, or gives them back.</summary>
public sealed record EndHoldCommand : OperationCommand
{
    public required WalletId Wallet { get; init; }

    public required HoldId Hold { get; init; }

    /// <summary>What is spent, at least 1; null to give all of it back.</summary>
    public long? Points { get; init; }

    /// <summary>The account is closed: what the hold leaves is given up with the rest.</summary>
    public bool ForfeitRest { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Wallets.Add(Wallet);
        needs.Holds.Add((Wallet, Hold));
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        if (batch.FindHold(Hold) is not { } hold)
        {
            return new LedgerOutcome.Refused(new Refusal.NoSuch("hold"));
        }

        var wallet = batch.Wallet(Wallet);
        var written = new Written(1);
        if (Points is { } points)
        {
            var captured = wallet.Capture(hold, points, SpendingFrom(wallet, batch));
            if (captured.Refusal is { } refusal)
            {
                return new LedgerOutcome.Refused(refusal);
            }

            batch.Keep(wallet, captured.Value, written);
        }
        else if (!wallet.Release(hold, batch.RecordedAt))
        {
            return hold.Status == HoldStatus.Captured
                ? new LedgerOutcome.Refused(new PointsRefusal.HoldEnded(hold.Status))
                // Given back before, by whomever: nothing is left to do.
                : batch.Done(Operation, written);
        }

        batch.Change(wallet, hold);
        if (wallet.RepayArrears(Day, Context(batch, CounterAccounts.Redemptions)) is { } repayment)
        {
            batch.Keep(wallet, repayment, written);
        }

        // What lapsed while it was held lapses now: nobody else looks at its day again.
        if (wallet.Expire(Day, Context(batch, CounterAccounts.Breakage)) is { } lapsed)
        {
            batch.Keep(wallet, lapsed, written);
        }

        if (ForfeitRest && wallet.Forfeit(Context(batch, CounterAccounts.Breakage)) is { } forfeited)
        {
            batch.Keep(wallet, forfeited, written);
        }

        return batch.Done(Operation, written);
    }
}
