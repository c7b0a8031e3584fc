using Loyalty.Domain.Points;

namespace Loyalty.Storage.Points.Ledger;

public sealed partial class LedgerChanges
{
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

    private sealed class TotalRows
    {
        private readonly Column<DateOnly> day = new("day", ColumnType.Day);
        private readonly Column<string> currency = new("currency", ColumnType.Text);
        private readonly Column<int> kind = new("kind", ColumnType.Int);
        private readonly Column<string> counterAccount = new("counter_account", ColumnType.Text);
        private readonly Column<Guid> funder = new("funder", ColumnType.Uuid);
        private readonly Column<int> slot = new("slot", ColumnType.Int);
        private readonly Column<long> points = new("points", ColumnType.Long);
        private readonly Column<long> entries = new("entries", ColumnType.Long);

        public TotalRows() =>
            Rows = new Rows(
                "ledger_totals",
                RowsMode.Add,
                6,
                [day, currency, kind, counterAccount, funder, slot, points, entries]
            );

        public Rows Rows { get; }

        public void Add(LedgerTotal total)
        {
            day.Add(total.Day);
            currency.Add(total.Currency.Value);
            kind.Add((int)total.Kind);
            counterAccount.Add(total.CounterAccount);
            funder.Add(total.Funder.Value);
            slot.Add(total.Slot);
            points.Add(total.Points);
            entries.Add(total.Entries);
            Rows.Count++;
        }
    }
}
