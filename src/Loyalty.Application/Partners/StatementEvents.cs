using System.Runtime.CompilerServices;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Loyalty.Storage.Points;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>
/// Reads what a partner's events moved in a month, out of what the ledger keeps: by the indexes over arrival and replay, some
/// at a time. The month is that of recording, in the programme's zone, as in the books.
/// </summary>
public sealed class StatementEvents(LoyaltyDbContext context)
{
    /// <summary>An entry is recorded at most so long after its event arrived or was taken up again.</summary>
    private static readonly TimeSpan RecordingMax = TimeSpan.FromHours(1);

    /// <param name="costs">of one point, by point currency.</param>
    /// <param name="after">null from the beginning.</param>
    /// <param name="chunkSize">events that are read at a time.</param>
    public async IAsyncEnumerable<StatementGroup> ReadAsync(
        PartnerId partner,
        (DateTimeOffset From, DateTimeOffset To) month,
        IReadOnlyDictionary<string, Money> costs,
        StatementPlace? after,
        int chunkSize,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var from = month.From - RecordingMax;
        var place =
            after is { } given && given.At >= from
                ? given
                : new StatementPlace(StatementPart.Replayed, from, Guid.Empty);
        while (true)
        {
            var records = await PageAsync(partner, month, place, chunkSize, cancellationToken);
            var postings = records.ToDictionary(
                record => record.EventKey,
                record => record.Postings is { } json ? Postings.Parse(json).Entries : []
            );
            var entries = await context.FindEntriesAsync(
                [.. postings.Values.SelectMany(one => one).Select(posting => posting.EntryId).Distinct()],
                cancellationToken
            );
            foreach (var record in records)
            {
                place = place with
                {
                    At = place.Part == StatementPart.Replayed ? record.ReplayedAt!.Value : record.ReceivedAt,
                    Id = record.EventKey.Value,
                };
                var lines = postings[record.EventKey]
                    .Where(posting => IsWithin(entries[posting.EntryId].RecordedAt, month))
                    .Select(posting =>
                        StatementLine.Of(
                            record,
                            entries[posting.EntryId],
                            posting.Currency,
                            costs.TryGetValue(posting.Currency, out var cost) ? cost : null
                        )
                    )
                    .OfType<StatementLine>()
                    .ToArray();
                if (lines.Length > 0)
                {
                    yield return new StatementGroup(place, lines);
                }
            }

            if (records.Count == chunkSize)
            {
                continue;
            }

            if (place.Part == StatementPart.Arrived)
            {
                yield break;
            }

            place = new StatementPlace(StatementPart.Arrived, from, Guid.Empty);
        }
    }

    private static bool IsWithin(DateTimeOffset at, (DateTimeOffset From, DateTimeOffset To) month) =>
        at >= month.From && at < month.To;

    private Task<List<PartnerEventRecord>> PageAsync(
        PartnerId partner,
        (DateTimeOffset From, DateTimeOffset To) month,
        StatementPlace place,
        int size,
        CancellationToken cancellationToken
    )
    {
        var (at, key, to) = (place.At, new PartnerEventKey(place.Id), month.To);
        var posted = context
            .PartnerEvents.AsNoTracking()
            .Where(record => record.PartnerId == partner && record.Status == PartnerEventStatus.Posted);
        var page =
            place.Part == StatementPart.Replayed
                ? posted
                    .Where(record => record.ReplayedAt != null && record.ReplayedAt >= at && record.ReplayedAt < to)
                    .Where(record => record.ReplayedAt > at || record.EventKey > key)
                    .OrderBy(record => record.ReplayedAt)
                    .ThenBy(record => record.EventKey)
                : posted
                    .Where(record => record.ReplayedAt == null && record.ReceivedAt >= at && record.ReceivedAt < to)
                    .Where(record => record.ReceivedAt > at || record.EventKey > key)
                    .OrderBy(record => record.ReceivedAt)
                    .ThenBy(record => record.EventKey);
        return page.Take(size).ToListAsync(cancellationToken);
    }
}
