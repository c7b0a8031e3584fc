using Loyalty.Domain.Events;
using Loyalty.Domain.Partners;

namespace Loyalty.Storage.Points.Ledger;

public sealed partial class LedgerChanges
{
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
        private readonly Column<string?> detail = new("detail", ColumnType.Text);
        private readonly Column<string?> postings = new("postings", ColumnType.Text);
        private readonly Column<string?> waitingFor = new("waiting_for", ColumnType.Text);
        private readonly Column<string?> reason = new("reason", ColumnType.Text);
        private readonly Column<string?> problem = new("problem", ColumnType.Text);
        private readonly Column<string?> json = new("json", ColumnType.Text);
        private readonly Column<DateTimeOffset?> replayedAt = new("replayed_at", ColumnType.Instant);

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
                    detail,
                    postings,
                    waitingFor,
                    reason,
                    problem,
                    json,
                    replayedAt,
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
            detail.Add(record.Detail);
            postings.Add(record.Postings);
            waitingFor.Add(record.WaitingFor);
            reason.Add(record.Reason);
            problem.Add(record.Problem);
            json.Add(record.Json);
            replayedAt.Add(record.ReplayedAt);
            Rows.Count++;
        }
    }

    /// <summary>Of the outbox. The database numbers them.</summary>
    private sealed class ClubEventRows
    {
        private readonly Column<Guid> id = new("id", ColumnType.Uuid);
        private readonly Column<string> type = new("type", ColumnType.Text);
        private readonly Column<Guid> member = new("member_id", ColumnType.Uuid);
        private readonly Column<DateTimeOffset> happenedAt = new("happened_at", ColumnType.Instant);
        private readonly Column<string> body = new("body", ColumnType.Text);
        private readonly Column<int> place = new("place", ColumnType.Int);

        public ClubEventRows() =>
            Rows = new Rows("club_events", RowsMode.Insert, 1, [id, type, member, happenedAt, body, place])
            {
                Order = place.Name,
            };

        public Rows Rows { get; }

        public void Add(ClubEvent row)
        {
            id.Add(row.Id.Value);
            type.Add(row.Type);
            member.Add(row.MemberId.Value);
            happenedAt.Add(row.HappenedAt);
            body.Add(row.Body);
            place.Add(row.Place);
            Rows.Count++;
        }
    }
}
