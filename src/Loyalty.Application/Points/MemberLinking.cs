using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;

namespace Loyalty.Application.Points;

/// <summary>Links and unlinks a partner's customer by event: the link and the event's record are written together.</summary>
internal static class MemberLinking
{
    public static Task<EventResult> ApplyAsync(
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
        return ChangeByEvent.ApplyAsync(context, record, incoming, records, ChangeAsync, cancellationToken);

        async Task<Refusal?> ChangeAsync()
        {
            var link = await context.MemberLinks.FindAsync([record.PartnerId, customer], cancellationToken);
            if (partnerEvent is PartnerEvent.MemberLinked && link is not null && link.MemberId != record.MemberId)
            {
                return new EventRefusal.CustomerLinkedElsewhere();
            }

            Change(context, partnerEvent, record, customer, link);
            return null;
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
