using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>Pays for an order with points of one wallet: how many, is decided under its lock.</summary>
public sealed record PayCommand : OperationCommand
{
    public required WalletId Wallet { get; init; }

    public required Money OrderAmount { get; init; }

    /// <summary>What points are to pay of the order; null for as much as those available reach.</summary>
    public required decimal? Amount { get; init; }

    /// <summary>In the order's currency.</summary>
    public required decimal ValuePerPoint { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Wallets.Add(Wallet);
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var paid = PointPayment.Pay(OrderAmount, Amount, ValuePerPoint, batch.AvailableIn(Wallet, Day));
        if (paid.Refusal is { } refusal)
        {
            return new LedgerOutcome.Refused(refusal);
        }

        var payment = paid.Value;
        var wallet = batch.Wallet(Wallet);
        var context = SpendingFrom(
            wallet,
            batch,
            effect => Explain(effect) with { Payment = ExplainedPayment.Of(payment) }
        );
        var written = new Written(1);
        batch.Keep(wallet, wallet.Redeem(payment.Points, Day, context).Value, written);
        Operation.Payment = payment.ToJson();
        return batch.Done(Operation, written);
    }
}
