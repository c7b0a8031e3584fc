using System.Data;
using System.Text;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>
/// Takes a partner's verified events, in order, and says what became of each. What was sent under an event's key before comes
/// first: a posted event is answered as duplicate, another content under the key of a posted or quarantined one as reused, and
/// only then is a refusal looked at, so that a contract changed meanwhile does not turn a repeat into a rejection.
/// </summary>
/// <remarks>Stands in for the ledger's writer: it keeps the events and posts no entries.</remarks>
public sealed class EarnPoints(IDbContextFactory<LoyaltyDbContext> contexts, TimeProvider clock)
{
    private const int AttemptsMax = 30;

    public async Task<IReadOnlyList<EventResult>> ExecuteAsync(
        Partner partner,
        IReadOnlyList<IncomingEvent> events,
        CancellationToken cancellationToken
    )
    {
        var attempt = 1;
        while (true)
        {
            try
            {
                return await TryAsync(partner, events, cancellationToken);
            }
            catch (Exception exception)
                when (attempt < AttemptsMax && (exception.IsUniqueViolation() || exception.IsLostRace()))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(attempt * 3), clock, cancellationToken);
                attempt++;
            }
        }
    }

    private async Task<IReadOnlyList<EventResult>> TryAsync(
        Partner partner,
        IReadOnlyList<IncomingEvent> events,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(
            IsolationLevel.Serializable,
            cancellationToken
        );
        var results = new List<EventResult>(events.Count);
        foreach (var incoming in events)
        {
            results.Add(await TakeAsync(context, partner, incoming, cancellationToken));
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return results;
    }

    private async Task<EventResult> TakeAsync(
        LoyaltyDbContext context,
        Partner partner,
        IncomingEvent incoming,
        CancellationToken cancellationToken
    )
    {
        var known = await context.PartnerEvents.FindAsync([incoming.KeyFor(partner.Id)], cancellationToken);
        if (known is not null && known.Status != PartnerEventStatus.Rejected)
        {
            if (!known.ContentHash.AsSpan().SequenceEqual(incoming.ContentHash))
            {
                return new EventResult.Rejected(new EventRefusal.EventIdReused());
            }

            if (known.Status == PartnerEventStatus.Posted)
            {
                return new EventResult.Duplicate(EventResult.Posted.WithoutPoints);
            }
        }

        var record = Record(context, partner, incoming, known);
        if (incoming is not IncomingEvent.Sound { Event: var partnerEvent })
        {
            return Reject(record, incoming, ((IncomingEvent.Refused)incoming).Reason);
        }

        var member = await FindMemberAsync(context, partner, partnerEvent.Member, cancellationToken);
        return partnerEvent switch
        {
            PartnerEvent.MemberUnlinked unlinked => await UnlinkAsync(context, record, unlinked, cancellationToken),
            _ when member is null => Quarantine(record, partnerEvent, new EventRefusal.MemberUnknown()),
            _ when !member.Status.Allows(MemberOperation.Earn) => Reject(
                record,
                incoming,
                new EventRefusal.MemberMayNotEarn()
            ),
            PartnerEvent.MemberLinked linked => await LinkAsync(context, record, incoming, linked, member.Id),
            PartnerEvent.TransactionReversed reversed => await ReverseAsync(
                context,
                record,
                incoming,
                reversed,
                member.Id
            ),
            PartnerEvent.TransactionPosted posted => Post(record, member.Id, posted.Amount),
            _ => Post(record, member.Id, amount: null),
        };
    }

    private PartnerEventRecord Record(
        LoyaltyDbContext context,
        Partner partner,
        IncomingEvent incoming,
        PartnerEventRecord? known
    )
    {
        var sound = (incoming as IncomingEvent.Sound)?.Event;
        var refused = incoming as IncomingEvent.Refused;
        var same = known is not null && known.ContentHash.AsSpan().SequenceEqual(incoming.ContentHash);
        var record = known;
        if (record is null)
        {
            record = new PartnerEventRecord
            {
                EventKey = incoming.KeyFor(partner.Id),
                PartnerId = partner.Id,
                Source = "",
                EventId = "",
                Type = "",
                ContentHash = incoming.ContentHash,
                Status = PartnerEventStatus.Rejected,
                ReceivedAt = clock.Instant(),
            };
            context.PartnerEvents.Add(record);
        }

        record.Source = sound?.Source ?? refused?.Source ?? "";
        record.EventId = sound?.Id ?? refused?.Id ?? "";
        record.Type = sound?.Type ?? refused?.Type ?? "";
        record.ContentHash = incoming.ContentHash;
        record.OccurredAt = sound?.OccurredAt ?? refused?.OccurredAt;
        if (!same)
        {
            record.ReceivedAt = clock.Instant();
        }

        record.Late = record.OccurredAt is { } at && PartnerContract.IsLate(at, record.ReceivedAt);
        return record;
    }

    private static EventResult.Posted Post(PartnerEventRecord record, MemberId? member, Money? amount)
    {
        record.Status = PartnerEventStatus.Posted;
        record.MemberId = member;
        record.Amount = amount?.Amount;
        record.AmountCurrency = amount?.Currency;
        record.WaitingFor = null;
        record.Reason = null;
        record.Problem = null;
        record.Json = null;
        return EventResult.Posted.WithoutPoints;
    }

    private static EventResult.Quarantined Quarantine(
        PartnerEventRecord record,
        PartnerEvent partnerEvent,
        Refusal reason
    )
    {
        record.Status = PartnerEventStatus.Quarantined;
        record.WaitingFor = PartnerEventRecord.WaitingKey(partnerEvent.Member);
        Explain(record, reason, partnerEvent.Json);
        return new EventResult.Quarantined(reason);
    }

    private static EventResult.Rejected Reject(PartnerEventRecord record, IncomingEvent incoming, Refusal reason)
    {
        record.Status = PartnerEventStatus.Rejected;
        record.WaitingFor = null;
        Explain(
            record,
            reason,
            incoming is IncomingEvent.Sound s ? s.Event.Json : ((IncomingEvent.Refused)incoming).Json
        );
        return new EventResult.Rejected(reason);
    }

    private static void Explain(PartnerEventRecord record, Refusal reason, ReadOnlyMemory<byte> json)
    {
        record.Reason = reason.Code;
        record.Problem = EventProblem.ToJson(reason);
        record.Json = json.IsEmpty ? null : Encoding.UTF8.GetString(json.Span);
    }

    private static async Task<Member?> FindMemberAsync(
        LoyaltyDbContext context,
        Partner partner,
        MemberReference reference,
        CancellationToken cancellationToken
    )
    {
        if (reference is MemberReference.ByPartnerCustomer customer)
        {
            var link = await context.MemberLinks.FindAsync([partner.Id, customer.PartnerCustomerId], cancellationToken);
            return link is null ? null : await context.Members.FindAsync([link.MemberId], cancellationToken);
        }

        return reference is MemberReference.ById id
            ? await context.Members.FindAsync([id.MemberId], cancellationToken)
            : null;
    }

    private async Task<EventResult> LinkAsync(
        LoyaltyDbContext context,
        PartnerEventRecord record,
        IncomingEvent incoming,
        PartnerEvent.MemberLinked linked,
        MemberId member
    )
    {
        var link = await context.MemberLinks.FindAsync(record.PartnerId, linked.PartnerCustomerId);
        if (link is not null && link.MemberId != member)
        {
            return Reject(record, incoming, new EventRefusal.CustomerLinkedElsewhere());
        }

        if (link is null)
        {
            context.MemberLinks.Add(
                new MemberLink
                {
                    PartnerId = record.PartnerId,
                    PartnerCustomerId = linked.PartnerCustomerId,
                    MemberId = member,
                    LinkedAt = clock.Instant(),
                }
            );
        }

        return Post(record, member, amount: null);
    }

    private static async Task<EventResult> UnlinkAsync(
        LoyaltyDbContext context,
        PartnerEventRecord record,
        PartnerEvent.MemberUnlinked unlinked,
        CancellationToken cancellationToken
    )
    {
        var link = await context.MemberLinks.FindAsync(
            [record.PartnerId, unlinked.PartnerCustomerId],
            cancellationToken
        );
        if (link is not null)
        {
            context.MemberLinks.Remove(link);
        }

        return Post(record, link?.MemberId, amount: null);
    }

    private static async Task<EventResult> ReverseAsync(
        LoyaltyDbContext context,
        PartnerEventRecord record,
        IncomingEvent incoming,
        PartnerEvent.TransactionReversed reversed,
        MemberId member
    )
    {
        var key = PartnerEventKey.Of(record.PartnerId, reversed.Source, reversed.OriginalEventId);
        var original = await context.PartnerEvents.FindAsync(key);
        if (original?.Status == PartnerEventStatus.Quarantined)
        {
            return Quarantine(record, reversed, new EventRefusal.OriginalQuarantined());
        }

        if (original is not { Status: PartnerEventStatus.Posted, Amount: { } whole, AmountCurrency: { } currency })
        {
            return Reject(record, incoming, new EventRefusal.OriginalUnknown());
        }

        if (reversed.Amount is { } given && given.Currency != currency)
        {
            return Reject(record, incoming, new EventRefusal.ReversalCurrencyDiffers(currency));
        }

        var left = new Money(whole - original.ReversedAmount, currency);
        var amount = reversed.Amount ?? left;
        if (amount.Amount > left.Amount || left.Amount == 0)
        {
            return Reject(record, incoming, new EventRefusal.ReversalAboveOriginal(left));
        }

        original.ReversedAmount += amount.Amount;
        return Post(record, member, amount: null);
    }
}
