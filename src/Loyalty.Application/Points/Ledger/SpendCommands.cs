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

/// <summary>
/// Gives points of a redemption back, in whole or in part. What a household spent comes back in the opposite order of its taking:
/// first to the others, in proportion to what each gave, then to the member who spent it. So after a part the wallets stand as if only
/// the rest had been spent.
/// </summary>
public sealed record ReverseRedemptionCommand : OperationCommand
{
    public required OperationKey Original { get; init; }

    /// <summary>The entries of the original.</summary>
    public required IReadOnlyList<Posting> Entries { get; init; }

    /// <summary>At least 1; null for all that is left. Not of a redemption that paid for an order.</summary>
    public long? Points { get; init; }

    /// <summary>What is refunded of the order that the redemption paid for, above 0; null for all that is left.</summary>
    public decimal? Amount { get; init; }

    /// <summary>How long points can be spent again whose lot has lapsed meanwhile; null for not at all.</summary>
    public required int? GraceDays { get; init; }

    /// <summary>Wallets whose account is closed: what comes back is given up.</summary>
    public IReadOnlySet<WalletId> ClosedWallets { get; init; } = new HashSet<WalletId>();

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Operations.Add(Original);
        foreach (var posting in Entries)
        {
            needs.Wallets.Add(posting.EntryId.Wallet);
            needs.Originals.Add(posting.EntryId);
        }
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var original = batch.FindOperation(Original)!;
        // What lapsed when a hold ended stands beside what was captured.
        var redemptions = Entries
            .Where(posting => batch.Original(posting.EntryId).CounterAccount == CounterAccounts.Redemptions)
            .Where(posting => posting.Points < 0)
            .ToArray();
        var before = original.ReversedPoints;
        var left = -redemptions.Sum(posting => posting.Points) - before;
        PointRefund? refund = null;
        if (original.Payment is { } json)
        {
            var split = Split(PointPayment.Parse(json));
            if (split.Refusal is { } refusal)
            {
                return new LedgerOutcome.Refused(refusal);
            }

            (var payment, refund) = split.Value;
            original.Payment = payment.ToJson();
            Operation.Payment = refund.ToJson();
        }

        var points = refund?.Points ?? Points ?? left;
        if ((left <= 0 && refund is null) || points > left)
        {
            return new LedgerOutcome.Refused(new PointsRefusal.AboveRedemption(left, points));
        }

        var written = new Written(redemptions.Length);
        var partsBefore = PartsOf(redemptions, original.MemberId, before);
        var parts = PartsOf(redemptions, original.MemberId, before + points);
        for (var i = 0; i < redemptions.Length; i++)
        {
            if (parts[i] > partsBefore[i])
            {
                GiveBack(batch, redemptions[i], parts[i] - partsBefore[i], partsBefore[i], refund, written);
            }
        }

        original.ReversedPoints = before + points;
        batch.Change(original);
        return batch.Done(Operation, written);
    }

    private Outcome<(PointPayment After, PointRefund Refund)> Split(PointPayment payment)
    {
        var amount = Amount ?? payment.Left;
        return payment.Left <= 0 || amount > payment.Left
            ? new PointsRefusal.AboveOrder(
                new Money(payment.Left, payment.Currency).InPlainForm(),
                new Money(amount, payment.Currency).InPlainForm()
            )
            : payment.Refund(amount);
    }

    /// <summary>What each redemption has back once so many points are given back in all.</summary>
    private static long[] PartsOf(Posting[] redemptions, MemberId spender, long points)
    {
        var isOwn = redemptions
            .Select(posting =>
                posting.EntryId.Wallet == WalletId.Of(spender, PointCurrencyCode.Parse(posting.Currency))
            )
            .ToArray();
        long[] Of(bool own) => [.. redemptions.Select((posting, i) => isOwn[i] == own ? -posting.Points : 0)];
        var others = Of(own: false);
        var toOthers = Math.Min(points, others.Sum());
        return
        [
            .. Proportion
                .Divide(toOthers, others)
                .Zip(Proportion.Divide(points - toOthers, Of(own: true)), (other, own) => other + own),
        ];
    }

    private void GiveBack(
        LedgerBatch batch,
        Posting posting,
        long points,
        long before,
        PointRefund? refund,
        Written written
    )
    {
        var wallet = batch.Wallet(posting.EntryId.Wallet);
        var context = Context(
            batch,
            CounterAccounts.Redemptions,
            effect =>
                Explain(effect) with
                {
                    GivenBack = new ExplainedReturn(posting.EntryId.ToString(), -posting.Points, before, GraceDays),
                    Refund = refund is null ? null : ExplainedRefund.Of(refund),
                }
        );
        var taken = batch.Original(posting.EntryId).Lots;
        var entry = wallet.ReverseRedemption(points, before, taken, posting.Sequence, GraceDays, Day, context);
        batch.Keep(wallet, entry, written);
        // What had lapsed lapses again at once, and the member is told.
        if (wallet.Expire(Day, Context(batch, CounterAccounts.Breakage)) is { } lapsed)
        {
            batch.Keep(wallet, lapsed, written);
        }

        if (
            ClosedWallets.Contains(wallet.State.WalletId)
            && wallet.Forfeit(Context(batch, CounterAccounts.Breakage)) is { } forfeited
        )
        {
            batch.Keep(wallet, forfeited, written);
        }
    }
}
