using Loyalty.Domain.Points;

namespace Loyalty.Storage.Points.Ledger;

public sealed partial class LedgerChanges
{
    private sealed class HoldRows
    {
        private readonly Column<Guid> wallet = new("wallet_id", ColumnType.Uuid);
        private readonly Column<Guid> hold = new("hold_id", ColumnType.Uuid);
        private readonly Column<long> points = new("points", ColumnType.Long);
        private readonly Column<string> lots = new("lots", ColumnType.Text);
        private readonly Column<int> status = new("status", ColumnType.Int);
        private readonly Column<long> captured = new("captured_points", ColumnType.Long);
        private readonly Column<DateTimeOffset> createdAt = new("created_at", ColumnType.Instant);
        private readonly Column<DateTimeOffset> expiresAt = new("expires_at", ColumnType.Instant);
        private readonly Column<DateTimeOffset?> closedAt = new("closed_at", ColumnType.Instant);
        private readonly Column<Guid> operation = new("operation", ColumnType.Uuid);

        public HoldRows() =>
            Rows = new Rows(
                "holds",
                RowsMode.Upsert,
                2,
                [wallet, hold, points, lots, status, captured, createdAt, expiresAt, closedAt, operation]
            );

        public Rows Rows { get; }

        public void Add(Hold row)
        {
            wallet.Add(row.WalletId.Value);
            hold.Add(row.HoldId.Value);
            points.Add(row.Points);
            lots.Add(row.Lots);
            status.Add((int)row.Status);
            captured.Add(row.CapturedPoints);
            createdAt.Add(row.CreatedAt);
            expiresAt.Add(row.ExpiresAt);
            closedAt.Add(row.ClosedAt);
            operation.Add(row.Operation.Value);
            Rows.Count++;
        }
    }

    private sealed class OperationRows(RowsMode mode)
    {
        private readonly Column<Guid> key = new("operation_key", ColumnType.Uuid);
        private readonly Column<string> kind = new("kind", ColumnType.Text);
        private readonly Column<Guid> member = new("member_id", ColumnType.Uuid);
        private readonly Column<string> actor = new("actor", ColumnType.Text);
        private readonly Column<byte[]> contentHash = new("content_hash", ColumnType.Bytes);
        private readonly Column<DateTimeOffset> recordedAt = new("recorded_at", ColumnType.Instant);
        private readonly Column<string?> reference = new("reference", ColumnType.Text);
        private readonly Column<string?> reason = new("reason", ColumnType.Text);
        private readonly Column<long> reversed = new("reversed_points", ColumnType.Long);
        private readonly Column<string?> payment = new("payment", ColumnType.Text);
        private readonly Column<string?> postings = new("postings", ColumnType.Text);
        private Rows? rows;

        public Rows Rows =>
            rows ??= new Rows(
                "operations",
                mode,
                1,
                mode == RowsMode.Insert
                    ?
                    [
                        key,
                        kind,
                        member,
                        actor,
                        contentHash,
                        recordedAt,
                        reference,
                        reason,
                        reversed,
                        payment,
                        postings,
                    ]
                    : [key, reversed, payment]
            );

        public void Add(LedgerOperation operation)
        {
            key.Add(operation.OperationKey.Value);
            reversed.Add(operation.ReversedPoints);
            payment.Add(operation.Payment);
            if (mode == RowsMode.Insert)
            {
                kind.Add(operation.Kind.ToString());
                member.Add(operation.MemberId.Value);
                actor.Add(operation.Actor);
                contentHash.Add(operation.ContentHash);
                recordedAt.Add(operation.RecordedAt);
                reference.Add(operation.Reference);
                reason.Add(operation.Reason);
                postings.Add(operation.Postings);
            }

            Rows.Count++;
        }
    }
}
