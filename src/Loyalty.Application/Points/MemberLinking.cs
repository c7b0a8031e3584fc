using Loyalty.Application.Partners;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>Links and unlinks a partner's customer by event: the link and the event's record are written together.</summary>
internal static class MemberLinking
{
    private const int AttemptsMax = 5;

    public static async Task<EventResult> ApplyAsync(
        LoyaltyDbContext context,
        PartnerEventRecord record,
        IncomingEvent incoming,
        EventRecords records,
        CancellationToken cancellationToken
    )
    {
        var partnerEvent = ((IncomingEvent.Sound)incoming).Event;
        var customer = partnerEvent switch
        {
            PartnerEvent.MemberLinked linked => linked.PartnerCustomerId,
            PartnerEvent.MemberUnlinked unlinked => unlinked.PartnerCustomerId,
            _ => throw new InvalidOperationException($"Not a link: {partnerEvent.Type}."),
        };
        for (var attempt = 1; ; attempt++)
        {
            context.ChangeTracker.Clear();
            var link = await context.MemberLinks.FindAsync([record.PartnerId, customer], cancellationToken);
            if (partnerEvent is PartnerEvent.MemberLinked && link is not null && link.MemberId != record.MemberId)
            {
                return records.Reject(record, incoming, new EventRefusal.CustomerLinkedElsewhere());
            }

            Change(context, partnerEvent, record, customer, link);
            var known = await context.PartnerEvents.FindAsync([record.EventKey], cancellationToken);
            if (known?.Status == PartnerEventStatus.Posted)
            {
                return new EventResult.Duplicate(EventResult.Posted.WithoutPoints);
            }

            record.Status = PartnerEventStatus.Posted;
            if (known is null)
            {
                context.PartnerEvents.Add(record);
            }
            else
            {
                context.Entry(known).CurrentValues.SetValues(record);
            }

            try
            {
                await context.SaveChangesAsync(cancellationToken);
                return EventResult.Posted.WithoutPoints;
            }
            catch (DbUpdateException exception)
                when (attempt < AttemptsMax
                    && (
                        exception is DbUpdateConcurrencyException
                        || exception.IsUniqueViolation()
                        || exception.IsLostRace()
                    )
                )
            {
                // Somebody did the same at this moment; the next look finds it.
            }
        }
    }

    private static void Change(
        LoyaltyDbContext context,
        PartnerEvent partnerEvent,
        PartnerEventRecord record,
        string customer,
        MemberLink? link
    )
    {
        if (partnerEvent is PartnerEvent.MemberLinked && link is null)
        {
            context.MemberLinks.Add(
                new MemberLink
                {
                    PartnerId = record.PartnerId,
                    PartnerCustomerId = customer,
                    MemberId = record.MemberId!.Value,
                    LinkedAt = record.ReceivedAt,
                }
            );
        }
        else if (partnerEvent is PartnerEvent.MemberUnlinked && link is not null)
        {
            record.MemberId = link.MemberId;
            context.MemberLinks.Remove(link);
        }
    }
}
