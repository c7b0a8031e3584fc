using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>Makes points of an earlier event available that wait for this one, once, whatever the number of such events.</summary>
public sealed record ActivateCommand : EventCommand
{
    public required PartnerEventKey Original { get; init; }

    public required string OriginalEventId { get; init; }

    /// <summary>Those entries of the original whose points wait.</summary>
    public required IReadOnlyList<Posting> Entries { get; init; }

    /// <summary>Today in the programme's zone.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The member with whom the original's member was merged since, and the points with it; null for none.</summary>
    public MemberId? Survivor { get; init; }

    public required Explanation Explanation { get; init; }

    /// <summary>The operation whose row tells that the original's points were activated.</summary>
    internal static OperationKey KeyOf(PartnerEventKey original) =>
        OperationKey.Of(OperationKind.Activation, LedgerOperation.BySystem, original.ToString());

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Events.Add(Original);
        needs.Operations.Add(KeyOf(Original));
        foreach (var posting in Entries)
        {
            needs.Wallets.Add(posting.EntryId.Wallet);
            needs.Originals.Add(posting.EntryId);
            if (SurvivorWallet(posting) is { } moved)
            {
                needs.Wallets.Add(moved);
            }
        }
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var written = new Written(Entries.Count);
        var whyNone = Explanation with { Activation = new ExplainedActivation(OriginalEventId, null, 0, 0, 0) };
        if (Entries.Count == 0 || batch.FindOperation(KeyOf(Original)) is not null)
        {
            return batch.Post(Event, written, whyNone);
        }

        var original = batch.FindEvent(Original)!;
        foreach (var posting in Entries)
        {
            whyNone = Activate(batch, original, posting, written);
        }

        var operation = new LedgerOperation
        {
            OperationKey = KeyOf(Original),
            Kind = OperationKind.Activation,
            MemberId = Member,
            Actor = Event.PartnerId.ToString(),
            ContentHash = Event.ContentHash,
            RecordedAt = batch.RecordedAt,
            Reference = Original.ToString(),
        };
        batch.Done(operation, new Written(0));
        return batch.Post(Event, written, whyNone);
    }

    /// <returns>what to say when nothing became available.</returns>
    private Explanation Activate(LedgerBatch batch, PartnerEventRecord original, Posting posting, Written written)
    {
        var kept = batch.Original(posting.EntryId);
        var takenBack = AwardShare.Of(posting.Points, original.Amount ?? 1, 0, original.ReversedAmount);
        var why = new ExplainedActivation(
            OriginalEventId,
            posting.EntryId.ToString(),
            posting.Points,
            takenBack,
            Points: 0
        );
        var context = Context(
            batch,
            kept.CounterAccount,
            effect => Explanation with { Activation = why with { Points = effect.Activated } }
        );
        var wallet = batch.Wallet(posting.EntryId.Wallet);
        var waiting = WaitingPoints.Of(kept.Lots, posting.WaitsUntil!.Value, takenBack, posting.Sequence) with
        {
            LastDayMoves = batch.ActivityIn(wallet.State.Currency) is not null,
        };
        long ready = 0;
        if (wallet.Activate(waiting, Day, context) is { } entry)
        {
            batch.Keep(wallet, entry, written);
            ready = entry.NewMoves!.Where(move => move.Points > 0).Sum(move => move.Points);
        }

        if (SurvivorWallet(posting) is { } id && batch.FindWallet(id) is { } survivor)
        {
            var moved = waiting with { Points = waiting.Points - ready, Accrual = null };
            if (survivor.Activate(moved, Day, context) is { } there)
            {
                batch.Keep(survivor, there, written);
            }
        }

        return Explanation with
        {
            Activation = why,
        };
    }

    private WalletId? SurvivorWallet(Posting posting) =>
        Survivor is { } survivor ? WalletId.Of(survivor, PointCurrencyCode.Parse(posting.Currency)) : null;
}
