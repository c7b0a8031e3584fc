using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>Points that an offer gives, funded by the club.</summary>
public sealed record OfferGrantCommand : OperationCommand
{
    public required PointCurrencyCode Currency { get; init; }

    /// <summary>At least 1.</summary>
    public required long Points { get; init; }

    public required LotKey Lot { get; init; }

    public required ExplainedOffer Offer { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Wallets.Add(WalletId.Of(Member, Currency));
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var wallet = batch.WalletOf(Member, Currency);
        var context = Context(
            batch,
            CounterAccounts.Club,
            effect =>
                Explain(effect) with
                {
                    Offer = Offer,
                    UsableUntil = Lot.ExpiresOn == LotKey.Never ? null : Lot.ExpiresOn,
                }
        );
        var entry = wallet.Accrue(Points, Lot, context);
        var written = new Written(1);
        batch.Keep(wallet, entry, written);
        return batch.Done(Operation, written);
    }
}
