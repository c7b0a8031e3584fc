using Loyalty.Application.Partners;
using Loyalty.Domain.Partners;

namespace Loyalty.Application.Points;

/// <summary>Cuts a request into runs of events that can be taken together: an event that depends on what becomes of an earlier
/// one begins a new run.</summary>
internal static class EventRuns
{
    public static IEnumerable<IReadOnlyList<IncomingEvent>> Split(
        PartnerId partner,
        IReadOnlyList<IncomingEvent> events
    )
    {
        var run = new List<IncomingEvent>(events.Count);
        var keys = new HashSet<PartnerEventKey>(events.Count);
        foreach (var incoming in events)
        {
            var partnerEvent = (incoming as IncomingEvent.Sound)?.Event;
            // A link changes whom the events after it match.
            var links = partnerEvent is PartnerEvent.MemberLinked or PartnerEvent.MemberUnlinked;
            var depends =
                links
                || keys.Contains(incoming.KeyFor(partner))
                || (partnerEvent is PartnerEvent.AboutEarlier later && keys.Contains(later.OriginalKey(partner)));
            if (depends && run.Count > 0)
            {
                yield return run;
                run = [];
                keys.Clear();
            }

            run.Add(incoming);
            keys.Add(incoming.KeyFor(partner));
            if (links)
            {
                yield return run;
                run = [];
                keys.Clear();
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }
}
