using System.Globalization;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>Applies the commands of one batch in memory, in arrival order, to what the database held when the batch began, and
/// gathers what is to be written.</summary>
internal sealed partial class LedgerBatch(LedgerSnapshot snapshot, DateTimeOffset recordedAt)
{
    private readonly Dictionary<WalletId, Wallet> wallets = snapshot.Wallets;
    private readonly HashSet<Wallet> touched = [];
    private readonly Dictionary<PartnerEventKey, PartnerEventRecord> changedEvents = [];
    private readonly HashSet<PartnerEventKey> knownEvents = [.. snapshot.Events.Keys];
    private readonly List<Entry> entries = [];
    private readonly HashSet<CapCounter> counters = [];

    public LedgerOutcome Apply(LedgerCommand command)
    {
        if (
            snapshot.Events.TryGetValue(command.Event.EventKey, out var known)
            && known.Status != PartnerEventStatus.Rejected
        )
        {
            if (!known.ContentHash.AsSpan().SequenceEqual(command.Event.ContentHash))
            {
                return new LedgerOutcome.Refused(new EventRefusal.EventIdReused());
            }

            if (known.Status == PartnerEventStatus.Posted)
            {
                return new LedgerOutcome.Duplicate(known);
            }
        }

        return command switch
        {
            LedgerCommand.Earn earn => Apply(earn),
            LedgerCommand.Reverse reverse => Apply(reverse),
            _ => throw new InvalidOperationException($"No such command: {command.GetType().Name}."),
        };
    }

    /// <summary>In the order of keys: new rows are locked as they are written, and two nodes must not wait for each other.</summary>
    public void WriteTo(LedgerChanges changes)
    {
        foreach (var (key, record) in changedEvents.OrderBy(one => one.Key.Value))
        {
            changes.Add(record, isNew: !knownEvents.Contains(key));
        }

        foreach (var wallet in touched.OrderBy(wallet => wallet.State.WalletId))
        {
            changes.Add(wallet);
        }

        foreach (var entry in entries)
        {
            changes.Add(entry);
        }

        foreach (var counter in counters)
        {
            changes.Add(counter);
        }
    }

    /// <summary>One for each wallet that the batch moved points of.</summary>
    public IReadOnlyList<WalletChange> Changes() =>
        [
            .. entries
                .GroupBy(entry => entry.WalletId)
                .Select(group => new WalletChange(
                    wallets[group.Key].State.MemberId,
                    group.Key,
                    group.Min(entry => entry.Sequence),
                    group.Max(entry => entry.Sequence)
                )),
        ];

    private LedgerOutcome.Posted Apply(LedgerCommand.Earn command)
    {
        var written = new Written(command.Accruals.Count);
        var whyNone = command.WhyNone;
        foreach (var accrual in command.Accruals)
        {
            var wallet = WalletOf(command, accrual.Currency);
            var (points, explanation) = Trim(accrual, wallet.State.WalletId);
            if (points == 0)
            {
                whyNone = explanation;
                continue;
            }

            var entry = wallet.Accrue(
                points,
                accrual.Lot,
                Context(
                    command,
                    accrual.Lot.Funder.CounterAccount,
                    effect =>
                        explanation with
                        {
                            ArrearsRepaid = effect.ArrearsRepaid == 0 ? null : effect.ArrearsRepaid,
                        }
                )
            );
            Keep(wallet, entry, written);
        }

        return Post(command, written, whyNone);
    }

    private LedgerOutcome Apply(LedgerCommand.Reverse command)
    {
        var original = snapshot.Events[command.Original];
        // Points that the partner granted have no amount: they count as one whole.
        var amount = original.Amount ?? 1;
        var before = original.ReversedAmount;
        var left = amount - before;
        var reversing = command.Amount?.Amount ?? left;
        if (left <= 0 || reversing > left)
        {
            return new LedgerOutcome.Refused(
                new EventRefusal.ReversalAboveOriginal(new Money(left, original.AmountCurrency ?? default))
            );
        }

        var written = new Written(command.Entries.Count);
        Explanation? whyNone = null;
        foreach (var posting in command.Entries)
        {
            var points = AwardShare.Of(posting.Points, amount, before, reversing);
            var explanation = command.Explanation with
            {
                Reversal = new ExplainedReversal(
                    command.OriginalEventId,
                    posting.EntryId.ToString(),
                    posting.Points,
                    Explain(amount, original),
                    Explain(reversing, original),
                    Explain(before, original),
                    points,
                    command.Policy.ToString(),
                    AddedToArrears: 0,
                    LetGo: 0
                ),
            };
            if (points == 0)
            {
                whyNone = explanation;
                continue;
            }

            var wallet = wallets[posting.EntryId.Wallet];
            var kept = snapshot.Originals[posting.EntryId];
            var context = Context(command, kept.CounterAccount, effect => WithEffect(explanation, effect));
            var (entry, letGo) = wallet.Reverse(
                points,
                kept.Lots,
                posting.Sequence,
                command.Policy,
                command.Day,
                context
            );
            if (entry is null)
            {
                whyNone = WithEffect(explanation, new EntryEffect(0, 0, letGo));
                continue;
            }

            Keep(wallet, entry, written);
        }

        original.ReversedAmount = before + reversing;
        changedEvents[original.EventKey] = original;
        return Post(command, written, whyNone);
    }

    private Wallet WalletOf(LedgerCommand command, PointCurrencyCode currency)
    {
        var id = WalletId.Of(command.Member, currency);
        if (!wallets.TryGetValue(id, out var wallet))
        {
            wallets[id] = wallet = Wallet.Open(command.Member, currency, recordedAt);
        }

        return wallet;
    }

    /// <summary>A cap trims an award and says so; it never refuses the whole.</summary>
    private (long Points, Explanation Explanation) Trim(Accrual accrual, WalletId wallet)
    {
        if (accrual.DailyCap is not { } cap)
        {
            return (accrual.Points, accrual.Explanation);
        }

        var key = (wallet, cap.CapId, cap.Day);
        if (!snapshot.Counters.TryGetValue(key, out var counter))
        {
            counter = new CapCounter
            {
                WalletId = wallet,
                CapId = cap.CapId,
                PeriodStart = cap.Day,
                Points = 0,
            };
            snapshot.Counters.Add(key, counter);
        }

        var before = counter.Points;
        var points = Math.Min(accrual.Points, Math.Max(0, cap.Limit - before));
        counter.Points += points;
        counters.Add(counter);
        if (points == accrual.Points)
        {
            return (points, accrual.Explanation);
        }

        var trimmed = new ExplainedCap(cap.Name, cap.Limit, before, accrual.Points, points);
        return (points, accrual.Explanation with { Caps = [.. accrual.Explanation.Caps ?? [], trimmed] });
    }

    private EntryContext Context(
        LedgerCommand command,
        string counterAccount,
        Func<EntryEffect, Explanation> explain
    ) =>
        new(
            command.Event.EventKey,
            counterAccount,
            command.Event.OccurredAt ?? recordedAt,
            recordedAt,
            effect => explain(effect).ToJson()
        );

    private void Keep(Wallet wallet, Entry entry, Written written)
    {
        touched.Add(wallet);
        entries.Add(entry);
        written.Entries.Add(entry);
        written.Postings.Add(Posting.Of(entry, wallet.State.Currency));
        // A reversal later in this batch may refer to it.
        snapshot.Originals[entry.Id] = new OriginalEntry(LotMoves.Read(entry.LotMoves), entry.CounterAccount);
    }

    private LedgerOutcome.Posted Post(LedgerCommand command, Written written, Explanation? whyNone)
    {
        var postings = new Postings(written.Postings, written.Entries.Count == 0 ? whyNone : null);
        var record = command.Event;
        record.Status = PartnerEventStatus.Posted;
        record.Postings = postings.ToJson();
        changedEvents[record.EventKey] = record;
        snapshot.Events[record.EventKey] = record;
        return new LedgerOutcome.Posted(postings, written.Entries);
    }

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

    private sealed class Written(int capacity)
    {
        public List<Entry> Entries { get; } = new(capacity);

        public List<Posting> Postings { get; } = new(capacity);
    }
}
