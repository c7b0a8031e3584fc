using System.Runtime.CompilerServices;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Earning;

/// <summary>Reads posted transactions in the order of their arrival, a page of each partner at a time: one index serves each
/// partner's, and the pages are merged.</summary>
internal sealed class PostedTransactions(LoyaltyDbContext context, DateTimeOffset from, DateTimeOffset until)
{
    private const int PageSize = 500;

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var partners = await PartnersAsync(cancellationToken);
        var count = 0L;
        foreach (var partner in partners)
        {
            count += await Of(partner).LongCountAsync(cancellationToken);
        }

        return count;
    }

    /// <summary>Runs of events of one partner, each at most a page long.</summary>
    public async IAsyncEnumerable<IReadOnlyList<PartnerEventRecord>> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var merged = new PriorityQueue<Stream, (DateTimeOffset, Guid)>();
        foreach (var partner in await PartnersAsync(cancellationToken))
        {
            var stream = new Stream(partner);
            if (await FillAsync(stream, cancellationToken))
            {
                merged.Enqueue(stream, stream.Position);
            }
        }

        while (merged.TryDequeue(out var stream, out _))
        {
            // As long as this partner's events come before everybody else's.
            var run = new List<PartnerEventRecord>();
            var isFirst = true;
            while (isFirst && run.Count < PageSize)
            {
                run.Add(stream.Page[stream.Next++]);
                if (stream.Next == stream.Page.Count && !await FillAsync(stream, cancellationToken))
                {
                    break;
                }

                isFirst = !merged.TryPeek(out _, out var other) || stream.Position.CompareTo(other) < 0;
            }

            if (stream.Next < stream.Page.Count)
            {
                merged.Enqueue(stream, stream.Position);
            }

            yield return run;
        }
    }

    private Task<List<PartnerId>> PartnersAsync(CancellationToken cancellationToken) =>
        context.Partners.Select(partner => partner.Id).ToListAsync(cancellationToken);

    private async Task<bool> FillAsync(Stream stream, CancellationToken cancellationToken)
    {
        var records = Of(stream.Partner);
        if (stream.Page.Count > 0)
        {
            var (at, key) = (stream.Page[^1].ReceivedAt, stream.Page[^1].EventKey);
            records = records.Where(record =>
                record.ReceivedAt > at || (record.ReceivedAt == at && record.EventKey > key)
            );
        }

        stream.Page = await records
            .OrderBy(record => record.ReceivedAt)
            .ThenBy(record => record.EventKey)
            .Take(PageSize)
            .ToListAsync(cancellationToken);
        stream.Next = 0;
        return stream.Page.Count > 0;
    }

    // Only what earns by rules has an amount.
    private IQueryable<PartnerEventRecord> Of(PartnerId partner) =>
        context
            .PartnerEvents.AsNoTracking()
            .Where(record =>
                record.PartnerId == partner
                && record.Status == PartnerEventStatus.Posted
                && record.ReceivedAt >= from
                && record.ReceivedAt < until
                && record.Amount != null
                && record.MemberId != null
                && record.OccurredAt != null
            );

    private sealed class Stream(PartnerId partner)
    {
        public PartnerId Partner { get; } = partner;

        public List<PartnerEventRecord> Page { get; set; } = [];

        public int Next { get; set; }

        public (DateTimeOffset, Guid) Position => (Page[Next].ReceivedAt, Page[Next].EventKey.Value);
    }
}
