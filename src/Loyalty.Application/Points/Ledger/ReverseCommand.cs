using System.Globalization;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>Takes an earlier event's points back.</summary>
public sealed record ReverseCommand : EventCommand
{
    public required PartnerEventKey Original { get; init; }

    public required string OriginalEventId { get; init; }

    /// <summary>Of the original's amount; null for points that the partner granted.</summary>
    public MoneyCurrency? OriginalCurrency { get; init; }

    /// <summary>The entries of the original.</summary>
    public required IReadOnlyList<Posting> Entries { get; init; }

    /// <summary>Null for all that is left.</summary>
    public Money? Amount { get; init; }

    public required ReturnPolicy Policy { get; init; }

    /// <summary>Today in the programme's zone.</summary>
    public required DateOnly Day { get; init; }

    public required Explanation Explanation { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        needs.Events.Add(Original);
        if (Entries.Any(posting => posting.WaitsUntil is not null))
        {
            needs.Operations.Add(ActivateCommand.KeyOf(Original));
        }

        foreach (var posting in Entries)
        {
            needs.Wallets.Add(posting.EntryId.Wallet);
            needs.Originals.Add(posting.EntryId);
        }
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var original = batch.FindEvent(Original)!;
        // Points that the partner granted have no amount: they count as one whole.
        var amount = original.Amount ?? 1;
        var before = original.ReversedAmount;
        var left = amount - before;
        var reversing = Amount?.Amount ?? left;
        if (left <= 0 || reversing > left)
        {
            return new LedgerOutcome.Refused(
                new EventRefusal.ReversalAboveOriginal(new Money(left, original.AmountCurrency ?? default))
            );
        }

        var written = new Written(Entries.Count);
        Explanation? whyNone = null;
        foreach (var posting in Entries)
        {
            var points = AwardShare.Of(posting.Points, amount, before, reversing);
            var explanation = Explanation with
            {
                Reversal = new ExplainedReversal(
                    OriginalEventId,
                    posting.EntryId.ToString(),
                    posting.Points,
                    Explain(amount, original),
                    Explain(reversing, original),
                    Explain(before, original),
                    points,
                    Policy.ToString(),
                    AddedToArrears: 0,
                    LetGo: 0
                ),
            };
            if (points == 0)
            {
                whyNone = explanation;
                continue;
            }

            var wallet = batch.Wallet(posting.EntryId.Wallet);
            var kept = batch.Original(posting.EntryId);
            var (entry, letGo) = wallet.Reverse(
                points,
                AwardShare.Of(posting.Points, amount, takenBefore: 0, before),
                LotsOf(batch, posting, kept),
                posting.Sequence,
                Policy,
                Day,
                Context(batch, kept.CounterAccount, effect => WithEffect(explanation, effect))
            );
            if (entry is null)
            {
                whyNone = WithEffect(explanation, new EntryEffect(0, 0, letGo));
                continue;
            }

            batch.Keep(wallet, entry, written);
        }

        original.ReversedAmount = before + reversing;
        batch.Change(original);
        return batch.Post(Event, written, whyNone);
    }

    /// <summary>Where the original's points are: activated ones lie in another lot than they came into.</summary>
    private IReadOnlyList<LotMove> LotsOf(LedgerBatch batch, Posting posting, OriginalEntry kept) =>
        posting.WaitsUntil is { } day && batch.FindOperation(ActivateCommand.KeyOf(Original)) is not null
            ? WaitingPoints.Activated(kept.Lots, day)
            : kept.Lots;

    private static Explanation WithEffect(Explanation explanation, EntryEffect effect) =>
        explanation with
        {
            Reversal = explanation.Reversal! with { AddedToArrears = effect.ArrearsAdded, LetGo = effect.LetGo },
        };

    /// <summary>As text of one form: databases give an amount back with more or fewer zeros behind it.</summary>
    private static ExplainedMoney? Explain(decimal amount, PartnerEventRecord original) =>
        original.AmountCurrency is { } currency && amount != 0
            ? new ExplainedMoney(amount.ToString("0.00##", CultureInfo.InvariantCulture), currency.Code)
            : null;
}
