using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Partners;

/// <summary>Takes a partner's request: what the contract does not cover is refused, the rest goes to the ledger, and what waited
/// for a link that came with it is posted.</summary>
public sealed partial class ReceiveEvents(
    EarnPoints earnPoints,
    ReplayEvents replayEvents,
    PartnerMetrics metrics,
    TimeProvider clock,
    ILogger<ReceiveEvents> logger
)
{
    /// <summary>The answer has one result an event, in order.</summary>
    public async Task<IReadOnlyList<EventResult>> ExecuteAsync(
        Partner partner,
        IReadOnlyList<IncomingEvent> events,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var covered = new IncomingEvent[events.Count];
        for (var i = 0; i < covered.Length; i++)
        {
            covered[i] = Cover(partner.Contract, events[i], now);
        }

        var results = await earnPoints.ExecuteAsync(partner, covered, cancellationToken);
        metrics.Received(partner, covered, results);
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i] is EventResult.Rejected { Reason: EventRefusal.EventIdReused })
            {
                LogReused(partner.Slug, covered[i].KeyFor(partner.Id));
            }
        }

        // Repeats too: the first time may have ended between the link and what waited for it.
        var linked = covered
            .Zip(results)
            .Where(pair => pair.Second is EventResult.Posted or EventResult.Duplicate)
            .Select(pair => (pair.First as IncomingEvent.Sound)?.Event)
            .OfType<PartnerEvent.MemberLinked>()
            .Select(link => link.PartnerCustomerId)
            .ToArray();
        if (linked.Length > 0)
        {
            await replayEvents.ForCustomersAsync(partner, linked, cancellationToken);
        }

        return results;
    }

    internal static IncomingEvent Cover(PartnerContract contract, IncomingEvent incoming, DateTimeOffset receivedAt) =>
        incoming is IncomingEvent.Sound { Event: var partnerEvent }
        && contract.Check(partnerEvent, receivedAt) is { } refusal
            ? IncomingEvent.Refused.Because(refusal, partnerEvent)
            : incoming;

    [LoggerMessage(LogLevel.Warning, "Partner {Partner} reused the id of the event {EventKey} for other content.")]
    private partial void LogReused(string partner, PartnerEventKey eventKey);
}
