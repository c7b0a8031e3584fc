using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>Makes points of an earlier event available that wait for this one.</summary>
public sealed record ActivateCommand : EventCommand
{
    public required PartnerEventKey Original { get; init; }

    /// <summary>The entries of the original.</summary>
    public required IReadOnlyList<Posting> Entries { get; init; }

    public required Explanation Explanation { get; init; }

    private OperationKey ActivationKey =>
        OperationKey.Of(OperationKind.Activation, LedgerOperation.BySystem, Original.ToString());

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Operations.Add(ActivationKey);
        foreach (var posting in Entries)
        {
            needs.Wallets.Add(posting.EntryId.Wallet);
            needs.Originals.Add(posting.EntryId);
        }
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var written = new Written(Entries.Count);
        if (batch.FindOperation(ActivationKey) is not null)
        {
            return batch.Post(Event, written, Explanation);
        }

        foreach (var posting in Entries)
        {
            var wallet = batch.Wallet(posting.EntryId.Wallet);
            var original = batch.Original(posting.EntryId);
            var context = Context(batch, original.CounterAccount, _ => Explanation);
            if (wallet.Activate(original.Lots, posting.Sequence, context) is { } entry)
            {
                batch.Keep(wallet, entry, written);
            }
        }

        var operation = new LedgerOperation
        {
            OperationKey = ActivationKey,
            Kind = OperationKind.Activation,
            MemberId = Member,
            Actor = Event.PartnerId.ToString(),
            ContentHash = Event.ContentHash,
            RecordedAt = batch.RecordedAt,
            Reference = Original.ToString(),
        };
        batch.Done(operation, new Written(0));
        return batch.Post(Event, written, Explanation);
    }
}
