using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

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
