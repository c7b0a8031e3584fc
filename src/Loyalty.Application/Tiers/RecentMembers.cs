using System.Runtime.CompilerServices;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

/// <summary>Members with events that were posted since an instant, partner by partner along the index of received events; a member
/// may come more than once.</summary>
internal sealed class RecentMembers(LoyaltyDbContext context, DateTimeOffset since)
{
    private const int EventsPerQuery = 5_000;

    /// <summary>An event that was received before the last look may have been posted after it.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    public async IAsyncEnumerable<IReadOnlyCollection<MemberId>> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var partners = await context.Partners.Select(partner => partner.Id).ToListAsync(cancellationToken);
        foreach (var partner in partners)
        {
            var position = (ReceivedAt: since - Overlap, Key: default(PartnerEventKey));
            int count;
            do
            {
                var (receivedAt, key) = position;
                var events = await context
                    .PartnerEvents.AsNoTracking()
                    .Where(one =>
                        one.PartnerId == partner
                        && one.Status == PartnerEventStatus.Posted
                        && (one.ReceivedAt > receivedAt || (one.ReceivedAt == receivedAt && one.EventKey > key))
                    )
                    .OrderBy(one => one.ReceivedAt)
                    .ThenBy(one => one.EventKey)
                    .Take(EventsPerQuery)
                    .Select(one => new
                    {
                        one.ReceivedAt,
                        one.EventKey,
                        one.MemberId,
                    })
                    .ToListAsync(cancellationToken);
                foreach (
                    var chunk in events
                        .Select(one => one.MemberId)
                        .OfType<MemberId>()
                        .Distinct()
                        .Chunk(TierEvaluation.MembersMax)
                )
                {
                    yield return chunk;
                }

                count = events.Count;
                position = count == 0 ? position : (events[^1].ReceivedAt, events[^1].EventKey);
            } while (count == EventsPerQuery);
        }
    }
}
