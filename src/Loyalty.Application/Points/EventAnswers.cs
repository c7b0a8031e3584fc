using System.Text;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Loyalty.Storage.Points;

namespace Loyalty.Application.Points;

/// <summary>The answer to a posted event. It follows from what is stored for ever, hence a repeat gets the same as the first
/// time.</summary>
internal static class EventAnswers
{
    public static EventResult.Posted Of(Postings postings, IReadOnlyList<Entry> entries) =>
        new(
            // Pending points that became available were told when they were earned.
            postings.Entries
                is [{ Points: 0 }, ..]
                ? []
                :
                [
                    .. postings
                        .Entries.GroupBy(posting => posting.Currency, StringComparer.Ordinal)
                        .Select(group => new PostedPoints(
                            PointCurrencyCode.Parse(group.Key),
                            group.Sum(posting => posting.Points)
                        )),
                ],
            [.. postings.Entries.Select(posting => posting.EntryId.ToString())],
            Explain(postings, entries)
        );

    /// <summary>The first answers of events that were posted before, in the order of the records.</summary>
    public static async Task<List<EventResult.Posted>> LoadAsync(
        LoyaltyDbContext context,
        IReadOnlyList<PartnerEventRecord> records,
        CancellationToken cancellationToken
    )
    {
        var postings = records.Select(record => record.Postings is { } json ? Postings.Parse(json) : null).ToArray();
        var ids = postings
            .SelectMany(one => one?.Entries ?? [])
            .Select(posting => posting.EntryId)
            .Distinct()
            .ToArray();
        var entries = await context.FindEntriesAsync(ids, cancellationToken);
        return
        [
            .. postings.Select(one =>
                one is null
                    ? EventResult.Posted.WithoutPoints
                    : Of(one, [.. one.Entries.Select(posting => entries[posting.EntryId])])
            ),
        ];
    }

    /// <summary>One entry's explanation as it is; of several, an object that holds them all.</summary>
    private static string? Explain(Postings postings, IReadOnlyList<Entry> entries)
    {
        if (entries.Count == 0)
        {
            return postings.Explanation?.ToJson();
        }

        if (entries.Count == 1)
        {
            return entries[0].Explanation;
        }

        return new StringBuilder("{\"entries\":[")
            .AppendJoin(',', entries.Select(entry => entry.Explanation))
            .Append("]}")
            .ToString();
    }
}
