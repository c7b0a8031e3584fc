using System.Text;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>What is known of the events of a run, and what is to be kept of those that did not come to the ledger.</summary>
internal sealed class EventRecords
{
    private readonly Partner partner;
    private readonly DateTimeOffset now;
    private readonly IReadOnlyDictionary<PartnerEventKey, PartnerEventRecord> known;
    private readonly List<PartnerEventRecord> unposted = [];
    private readonly HashSet<PartnerEventKey> withoutJson = [];

    private EventRecords(
        Partner partner,
        DateTimeOffset now,
        IReadOnlyDictionary<PartnerEventKey, PartnerEventRecord> known
    ) => (this.partner, this.now, this.known) = (partner, now, known);

    /// <summary>For events of which nobody has looked whether they were sent before.</summary>
    public static EventRecords Unseen(Partner partner, DateTimeOffset now) =>
        new(partner, now, new Dictionary<PartnerEventKey, PartnerEventRecord>());

    /// <returns>Null when too many wait for an answer already.</returns>
    public static async Task<EventRecords?> FindAsync(
        EventLookups lookups,
        Partner partner,
        IReadOnlyList<IncomingEvent> events,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var keys = new HashSet<PartnerEventKey>();
        foreach (var incoming in events)
        {
            keys.Add(incoming.KeyFor(partner.Id));
            if (incoming is IncomingEvent.Sound { Event: PartnerEvent.AboutEarlier later })
            {
                keys.Add(later.OriginalKey(partner.Id));
            }
        }

        var known = await lookups.Events.FindAsync(keys, cancellationToken);
        return known is null ? null : new EventRecords(partner, now, known);
    }

    public PartnerEventRecord? Find(PartnerEventKey key) => known.GetValueOrDefault(key);

    /// <summary>The event as a record whose fate is still open.</summary>
    public PartnerEventRecord Begin(IncomingEvent incoming)
    {
        var sound = (incoming as IncomingEvent.Sound)?.Event;
        var refused = incoming as IncomingEvent.Refused;
        var key = incoming.KeyFor(partner.Id);
        var before = Find(key);
        var isSame = before is not null && before.ContentHash.AsSpan().SequenceEqual(incoming.ContentHash);
        // What waited is as late as it was on arrival.
        var receivedAt = isSame ? before!.ReceivedAt : now;
        var occurredAt = sound?.OccurredAt ?? refused?.OccurredAt;
        var spending = sound is null ? null : partner.Contract.SpendingOf(sound);
        return new PartnerEventRecord
        {
            EventKey = key,
            PartnerId = partner.Id,
            Source = sound?.Source ?? refused?.Source ?? "",
            EventId = sound?.Id ?? refused?.Id ?? "",
            Type = sound?.Type ?? refused?.Type ?? "",
            ContentHash = incoming.ContentHash,
            Status = PartnerEventStatus.Rejected,
            OccurredAt = occurredAt,
            ReceivedAt = receivedAt,
            ReplayedAt = isSame ? now : null,
            Late = occurredAt is { } instant && PartnerContract.IsLate(instant, receivedAt),
            Amount = spending?.Amount.Amount,
            AmountCurrency = spending?.Amount.Currency,
            Detail = spending is null ? null : TransactionDetail.ToJson(spending),
        };
    }

    /// <summary>The event is about somebody of whom nothing may be kept.</summary>
    public void KeepNoJson(PartnerEventRecord record) => withoutJson.Add(record.EventKey);

    /// <param name="waitingFor">see <see cref="PartnerEventRecord.WaitingFor"/>; null for the link of the event's member.</param>
    public EventResult.Quarantined Quarantine(
        PartnerEventRecord record,
        PartnerEvent partnerEvent,
        Refusal reason,
        string? waitingFor = null
    )
    {
        record.Status = PartnerEventStatus.Quarantined;
        record.WaitingFor = waitingFor ?? PartnerEventRecord.WaitingKey(partnerEvent.Member);
        Keep(record, reason, partnerEvent.Json);
        return new EventResult.Quarantined(reason);
    }

    /// <summary>The event as it waits for the ledger, to be saved with what it has changed already.</summary>
    public PartnerEventRecord BeginWaiting(IncomingEvent incoming, MemberId member)
    {
        var record = Begin(incoming);
        record.MemberId = member;
        record.Status = PartnerEventStatus.Quarantined;
        record.WaitingFor = PartnerEventRecord.WaitingForLedger;
        Explain(record, new EventRefusal.PointsFollow(), ((IncomingEvent.Sound)incoming).Event.Json);
        return record;
    }

    public EventResult.Rejected Reject(PartnerEventRecord record, IncomingEvent incoming, Refusal reason)
    {
        record.Status = PartnerEventStatus.Rejected;
        Keep(
            record,
            reason,
            incoming is IncomingEvent.Sound sound ? sound.Event.Json : ((IncomingEvent.Refused)incoming).Json
        );
        return new EventResult.Rejected(reason);
    }

    /// <summary>Writes what did not come to the ledger. A posted event is never overwritten: whoever posted it meanwhile was
    /// faster.</summary>
    public async Task SaveAsync(LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        var added = unposted.Where(record => !known.ContainsKey(record.EventKey)).ToArray();
        if (added.Length > 0)
        {
            context.PartnerEvents.AddRange(added);
            try
            {
                await context.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException exception) when (exception.IsUniqueViolation())
            {
                context.ChangeTracker.Clear();
                foreach (var record in added)
                {
                    await AddOrChangeAsync(context, record, cancellationToken);
                }
            }

            context.ChangeTracker.Clear();
        }

        foreach (var record in unposted.Where(record => known.ContainsKey(record.EventKey)))
        {
            await ChangeAsync(context, record, cancellationToken);
        }
    }

    private void Keep(PartnerEventRecord record, Refusal reason, ReadOnlyMemory<byte> json)
    {
        Explain(record, reason, json);
        unposted.Add(record);
    }

    private void Explain(PartnerEventRecord record, Refusal reason, ReadOnlyMemory<byte> json)
    {
        record.Reason = reason.Code;
        record.Problem = EventProblem.ToJson(reason);
        record.Json = json.IsEmpty || withoutJson.Contains(record.EventKey) ? null : Encoding.UTF8.GetString(json.Span);
    }

    private static async Task AddOrChangeAsync(
        LoyaltyDbContext context,
        PartnerEventRecord record,
        CancellationToken cancellationToken
    )
    {
        context.PartnerEvents.Add(record);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            context.ChangeTracker.Clear();
            await ChangeAsync(context, record, cancellationToken);
        }
    }

    private static Task<int> ChangeAsync(
        LoyaltyDbContext context,
        PartnerEventRecord record,
        CancellationToken cancellationToken
    ) =>
        context
            .PartnerEvents.Where(row => row.EventKey == record.EventKey && row.Status != PartnerEventStatus.Posted)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(r => r.Source, record.Source)
                        .SetProperty(r => r.EventId, record.EventId)
                        .SetProperty(r => r.Type, record.Type)
                        .SetProperty(r => r.ContentHash, record.ContentHash)
                        .SetProperty(r => r.Status, record.Status)
                        .SetProperty(r => r.OccurredAt, record.OccurredAt)
                        .SetProperty(r => r.ReceivedAt, record.ReceivedAt)
                        .SetProperty(r => r.ReplayedAt, record.ReplayedAt)
                        .SetProperty(r => r.Late, record.Late)
                        .SetProperty(r => r.Amount, record.Amount)
                        .SetProperty(r => r.AmountCurrency, record.AmountCurrency)
                        .SetProperty(r => r.Detail, record.Detail)
                        .SetProperty(r => r.WaitingFor, record.WaitingFor)
                        .SetProperty(r => r.Reason, record.Reason)
                        .SetProperty(r => r.Problem, record.Problem)
                        .SetProperty(r => r.Json, record.Json),
                cancellationToken
            );
}
