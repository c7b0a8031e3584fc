using Loyalty.Domain.Points;

namespace Loyalty.Storage.Points.Ledger;

public sealed partial class LedgerChanges
{
    private sealed class WalletRows(RowsMode mode)
    {
        private readonly Column<Guid> id = new("wallet_id", ColumnType.Uuid);
        private readonly Column<Guid> member = new("member_id", ColumnType.Uuid);
        private readonly Column<string> currency = new("currency", ColumnType.Text);
        private readonly Column<long> balance = new("balance", ColumnType.Long);
        private readonly Column<long> arrears = new("arrears", ColumnType.Long);
        private readonly Column<long> held = new("held", ColumnType.Long);
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
                    ? [id, member, currency, balance, arrears, held, sequence, hash, openedAt]
                    : [id, balance, arrears, held, sequence, hash]
            );

        public void Add(WalletState wallet)
        {
            id.Add(wallet.WalletId.Value);
            balance.Add(wallet.Balance);
            arrears.Add(wallet.Arrears);
            held.Add(wallet.Held);
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

    private sealed class LotRows
    {
        private readonly Column<Guid> wallet = new("wallet_id", ColumnType.Uuid);
        private readonly Column<DateOnly> expiresOn = new("expires_on", ColumnType.Day);
        private readonly Column<DateOnly> activatesOn = new("activates_on", ColumnType.Day);
        private readonly Column<Guid> funder = new("funder", ColumnType.Uuid);
        private readonly Column<long> points = new("points", ColumnType.Long);
        private readonly Column<long> held = new("held", ColumnType.Long);

        public LotRows() =>
            Rows = new Rows("lots", RowsMode.Upsert, 4, [wallet, expiresOn, activatesOn, funder, points, held]);

        public Rows Rows { get; }

        public void Add(WalletId id, LotState lot)
        {
            wallet.Add(id.Value);
            expiresOn.Add(lot.Lot.ExpiresOn);
            activatesOn.Add(lot.Lot.ActivatesOn);
            funder.Add(lot.Lot.Funder.Value);
            points.Add(lot.Balance.Points);
            held.Add(lot.Balance.Held);
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
}
