using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Storage.Points.Ledger;

/// <summary>Everything that one batch writes, by table, in the order in which it is written.</summary>
public sealed class LedgerChanges
{
    private readonly EventRows newEvents = new(RowsMode.Insert);
    private readonly EventRows changedEvents = new(RowsMode.Update);
    private readonly WalletRows newWallets = new(RowsMode.Insert);
    private readonly WalletRows changedWallets = new(RowsMode.Update);
    private readonly EntryRows entries = new();
    private readonly LotRows lots = new();
    private readonly CapCounterRows counters = new();

    public LedgerChanges() =>
        Tables = [
            newEvents.Rows,
            changedEvents.Rows,
            newWallets.Rows,
            changedWallets.Rows,
            entries.Rows,
            lots.Rows,
            counters.Rows,
        ];

    internal IReadOnlyList<Rows> Tables { get; }

    public void Add(PartnerEventRecord record, bool isNew) => (isNew ? newEvents : changedEvents).Add(record);

    public void Add(Entry entry) => entries.Add(entry);

    public void Add(Wallet wallet)
    {
        (wallet.IsNew ? newWallets : changedWallets).Add(wallet.State);
        foreach (var lot in wallet.ChangedLots)
        {
            lots.Add(wallet.State.WalletId, lot);
        }
    }

    public void Add(CapCounter counter) => counters.Add(counter);

    public void Clear()
    {
        foreach (var table in Tables)
        {
            table.Clear();
        }
    }

    private sealed class WalletRows(RowsMode mode)
    {
        private readonly Column<Guid> id = new("wallet_id", ColumnType.Uuid);
        private readonly Column<Guid> member = new("member_id", ColumnType.Uuid);
        private readonly Column<string> currency = new("currency", ColumnType.Text);
        private readonly Column<long> balance = new("balance", ColumnType.Long);
        private readonly Column<long> arrears = new("arrears", ColumnType.Long);
        private readonly Column<long> sequence = new("sequence", ColumnType.Long);
        private readonly Column<byte[]> hash = new("hash", ColumnType.Bytes);
        private readonly Column<DateTimeOffset> openedAt = new("opened_at", ColumnType.Instant);
        private Rows? rows;

        public Rows Rows =>
            rows ??= new Rows(
                "wallets",
                mode,
                1,
                mode == RowsMode.Insert
                    ? [id, member, currency, balance, arrears, sequence, hash, openedAt]
                    : [id, balance, arrears, sequence, hash]
            );

        public void Add(WalletState wallet)
        {
            id.Add(wallet.WalletId.Value);
            balance.Add(wallet.Balance);
            arrears.Add(wallet.Arrears);
            sequence.Add(wallet.Sequence);
            hash.Add(wallet.Hash);
            if (mode == RowsMode.Insert)
            {
                member.Add(wallet.MemberId.Value);
                currency.Add(wallet.Currency.Value);
                openedAt.Add(wallet.OpenedAt);
            }

            Rows.Count++;
        }
    }

    private sealed class EntryRows
    {
        private readonly Column<Guid> wallet = new("wallet_id", ColumnType.Uuid);
        private readonly Column<long> sequence = new("sequence", ColumnType.Long);
        private readonly Column<int> kind = new("kind", ColumnType.Int);
        private readonly Column<long> points = new("points", ColumnType.Long);
        private readonly Column<long> balanceAfter = new("balance_after", ColumnType.Long);
        private readonly Column<long> arrearsAfter = new("arrears_after", ColumnType.Long);
        private readonly Column<string> counterAccount = new("counter_account", ColumnType.Text);
        private readonly Column<DateTimeOffset> occurredAt = new("occurred_at", ColumnType.Instant);
        private readonly Column<DateTimeOffset> recordedAt = new("recorded_at", ColumnType.Instant);
        private readonly Column<Guid> eventKey = new("event_key", ColumnType.Uuid);
        private readonly Column<long?> reverses = new("reverses_sequence", ColumnType.Long);
        private readonly Column<string> lotMoves = new("lot_moves", ColumnType.Text);
        private readonly Column<string> explanation = new("explanation", ColumnType.Text);
        private readonly Column<byte[]> hash = new("hash", ColumnType.Bytes);

        public EntryRows() =>
            Rows = new Rows(
                "entries",
                RowsMode.Insert,
                2,
                [
                    wallet,
                    sequence,
                    kind,
                    points,
                    balanceAfter,
                    arrearsAfter,
                    counterAccount,
                    occurredAt,
                    recordedAt,
                    eventKey,
                    reverses,
                    lotMoves,
                    explanation,
                    hash,
                ]
            );

        public Rows Rows { get; }

        public void Add(Entry entry)
        {
            wallet.Add(entry.WalletId.Value);
            sequence.Add(entry.Sequence);
            kind.Add((int)entry.Kind);
            points.Add(entry.Points);
            balanceAfter.Add(entry.BalanceAfter);
            arrearsAfter.Add(entry.ArrearsAfter);
            counterAccount.Add(entry.CounterAccount);
            occurredAt.Add(entry.OccurredAt);
            recordedAt.Add(entry.RecordedAt);
            eventKey.Add(entry.EventKey.Value);
            reverses.Add(entry.ReversesSequence);
            lotMoves.Add(entry.LotMoves);
            explanation.Add(entry.Explanation);
            hash.Add(entry.Hash);
            Rows.Count++;
        }
    }

    private sealed class LotRows
    {
        private readonly Column<Guid> wallet = new("wallet_id", ColumnType.Uuid);
        private readonly Column<DateOnly> expiresOn = new("expires_on", ColumnType.Day);
        private readonly Column<DateOnly> activatesOn = new("activates_on", ColumnType.Day);
        private readonly Column<Guid> funder = new("funder", ColumnType.Uuid);
        private readonly Column<long> points = new("points", ColumnType.Long);

        public LotRows() =>
            Rows = new Rows("lots", RowsMode.Upsert, 4, [wallet, expiresOn, activatesOn, funder, points]);

        public Rows Rows { get; }

        public void Add(WalletId id, LotMove lot)
        {
            wallet.Add(id.Value);
            expiresOn.Add(lot.Lot.ExpiresOn);
            activatesOn.Add(lot.Lot.ActivatesOn);
            funder.Add(lot.Lot.Funder.Value);
            points.Add(lot.Points);
            Rows.Count++;
        }
    }

    private sealed class CapCounterRows
    {
        private readonly Column<Guid> wallet = new("wallet_id", ColumnType.Uuid);
        private readonly Column<Guid> cap = new("cap_id", ColumnType.Uuid);
        private readonly Column<DateOnly> periodStart = new("period_start", ColumnType.Day);
        private readonly Column<long> points = new("points", ColumnType.Long);

        public CapCounterRows() =>
            Rows = new Rows("cap_counters", RowsMode.Upsert, 3, [wallet, cap, periodStart, points]);

        public Rows Rows { get; }

        public void Add(CapCounter counter)
        {
            wallet.Add(counter.WalletId.Value);
            cap.Add(counter.CapId);
            periodStart.Add(counter.PeriodStart);
            points.Add(counter.Points);
            Rows.Count++;
        }
    }

    private sealed class EventRows
    {
        private readonly Column<Guid> key = new("event_key", ColumnType.Uuid);
        private readonly Column<Guid> partner = new("partner_id", ColumnType.Uuid);
        private readonly Column<string> source = new("source", ColumnType.Text);
        private readonly Column<string> eventId = new("event_id", ColumnType.Text);
        private readonly Column<string> type = new("type", ColumnType.Text);
        private readonly Column<byte[]> contentHash = new("content_hash", ColumnType.Bytes);
        private readonly Column<string> status = new("status", ColumnType.Text);
        private readonly Column<DateTimeOffset?> occurredAt = new("occurred_at", ColumnType.Instant);
        private readonly Column<DateTimeOffset> receivedAt = new("received_at", ColumnType.Instant);
        private readonly Column<bool> late = new("late", ColumnType.Flag);
        private readonly Column<Guid?> member = new("member_id", ColumnType.Uuid);
        private readonly Column<decimal?> amount = new("amount", ColumnType.Decimal);
        private readonly Column<string?> amountCurrency = new("amount_currency", ColumnType.Text);
        private readonly Column<decimal> reversedAmount = new("reversed_amount", ColumnType.Decimal);
        private readonly Column<string?> postings = new("postings", ColumnType.Text);
        private readonly Column<string?> waitingFor = new("waiting_for", ColumnType.Text);
        private readonly Column<string?> reason = new("reason", ColumnType.Text);
        private readonly Column<string?> problem = new("problem", ColumnType.Text);
        private readonly Column<string?> json = new("json", ColumnType.Text);

        public EventRows(RowsMode mode) =>
            Rows = new Rows(
                "partner_events",
                mode,
                1,
                [
                    key,
                    partner,
                    source,
                    eventId,
                    type,
                    contentHash,
                    status,
                    occurredAt,
                    receivedAt,
                    late,
                    member,
                    amount,
                    amountCurrency,
                    reversedAmount,
                    postings,
                    waitingFor,
                    reason,
                    problem,
                    json,
                ]
            );

        public Rows Rows { get; }

        public void Add(PartnerEventRecord record)
        {
            key.Add(record.EventKey.Value);
            partner.Add(record.PartnerId.Value);
            source.Add(record.Source);
            eventId.Add(record.EventId);
            type.Add(record.Type);
            contentHash.Add(record.ContentHash);
            status.Add(record.Status.ToString());
            occurredAt.Add(record.OccurredAt);
            receivedAt.Add(record.ReceivedAt);
            late.Add(record.Late);
            member.Add(record.MemberId?.Value);
            amount.Add(record.Amount);
            amountCurrency.Add(record.AmountCurrency?.Code);
            reversedAmount.Add(record.ReversedAmount);
            postings.Add(record.Postings);
            waitingFor.Add(record.WaitingFor);
            reason.Add(record.Reason);
            problem.Add(record.Problem);
            json.Add(record.Json);
            Rows.Count++;
        }
    }
}
