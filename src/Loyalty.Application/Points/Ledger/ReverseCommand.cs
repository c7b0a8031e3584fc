using System.Globalization;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
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

    /// <summary>The member with whom the original's member was merged since, and the points with it; null for none. What is taken
    /// with arrears is not asked of this one: it moves there.</summary>
    public MemberId? Survivor { get; init; }

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
            if (SurvivorWallet(posting) is { } moved)
            {
                needs.Wallets.Add(moved);
            }
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

            var earlier = AwardShare.Of(posting.Points, amount, takenBefore: 0, before);
            whyNone = TakeBack(batch, posting, points, earlier, explanation, written) ?? whyNone;
        }

        original.ReversedAmount = before + reversing;
        batch.Change(original);
        return batch.Post(Event, written, whyNone);
    }

    /// <summary>Out of the wallet of whoever earned, and of the survivor's what is not there and became part of that.</summary>
    /// <param name="earlier">points of the entry that were taken back before.</param>
    /// <returns>why nothing was taken; null when something was.</returns>
    private Explanation? TakeBack(
        LedgerBatch batch,
        Posting posting,
        long points,
        long earlier,
        Explanation explanation,
        Written written
    )
    {
        var kept = batch.Original(posting.EntryId);
        var lots = LotsOf(batch, posting, kept);
        var survivor = SurvivorWallet(posting) is { } moved ? batch.FindWallet(moved) : null;
        var wallet = batch.Wallet(posting.EntryId.Wallet);
        // What is missing here is not let go yet where a survivor may have it.
        var (entry, letGo) = wallet.Reverse(
            points,
            earlier,
            lots,
            posting.Sequence,
            Policy,
            Day,
            ContextOf(effect => survivor is null ? effect : effect with { LetGo = 0 })
        );
        var isTaken = entry is not null;
        if (entry is not null)
        {
            batch.Keep(wallet, entry, written);
        }

        if (letGo > 0 && survivor is not null)
        {
            (entry, letGo) = survivor.Reverse(
                letGo,
                earlier + points - letGo,
                lots,
                reverses: null,
                Policy,
                Day,
                ContextOf(effect => effect)
            );
            isTaken |= entry is not null;
            if (entry is not null)
            {
                batch.Keep(survivor, entry, written);
            }
        }

        return isTaken ? null : WithEffect(explanation, new EntryEffect(0, 0, letGo));

        EntryContext ContextOf(Func<EntryEffect, EntryEffect> adapt) =>
            Context(batch, kept.CounterAccount, effect => WithEffect(explanation, adapt(effect)));
    }

    private WalletId? SurvivorWallet(Posting posting) =>
        Survivor is { } survivor && Policy != ReturnPolicy.WithArrears
            ? WalletId.Of(survivor, PointCurrencyCode.Parse(posting.Currency))
            : null;

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
