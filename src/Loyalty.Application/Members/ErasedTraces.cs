using System.Text;
using System.Text.Json;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>What is kept elsewhere and may speak of a member: events that were not posted, and answers kept for repeated
/// requests.</summary>
internal static class ErasedTraces
{
    private const int AnswersPerPage = 500;

    public static async Task EraseTracesAsync(
        this LoyaltyDbContext context,
        MemberId[] ids,
        IReadOnlyList<CardNumber> cards,
        IReadOnlyList<MemberLink> links,
        CancellationToken cancellationToken
    )
    {
        // Posted events keep no JSON; an index holds the others alone.
        var kept = context.PartnerEvents.Where(record => record.Status != PartnerEventStatus.Posted);
        await EmptyAsync(
            kept.Where(record => record.MemberId != null && ids.Contains(record.MemberId.Value)),
            cancellationToken
        );
        foreach (var name in ids.Select(id => id.ToString()).Concat(cards.Select(card => card.Value)))
        {
            // A partner may write a card number with blanks.
            await EmptyAsync(
                kept.Where(record => record.Json != null && record.Json.Replace(" ", "").Contains(name)),
                cancellationToken
            );
        }

        foreach (var link in links)
        {
            var waiting = PartnerEventRecord.WaitingKey(new MemberReference.ByPartnerCustomer(link.PartnerCustomerId));
            var plain = $"\"{link.PartnerCustomerId}\"";
            var escaped = JsonSerializer.Serialize(link.PartnerCustomerId);
            await EmptyAsync(
                kept.Where(record =>
                    record.PartnerId == link.PartnerId
                    && (
                        record.WaitingFor == waiting
                        || (record.Json != null && (record.Json.Contains(plain) || record.Json.Contains(escaped)))
                    )
                ),
                cancellationToken
            );
        }

        await EraseAnswersAsync(context, ids, cards, links, cancellationToken);
    }

    /// <summary>The row stays, so that the event's id stays used; what the partner sent goes.</summary>
    private static Task<int> EmptyAsync(IQueryable<PartnerEventRecord> events, CancellationToken cancellationToken) =>
        events.ExecuteUpdateAsync(
            row =>
                row.SetProperty(record => record.Status, PartnerEventStatus.Rejected)
                    .SetProperty(record => record.Reason, new EventRefusal.MemberErased().Code)
                    .SetProperty(record => record.Problem, (string?)null)
                    .SetProperty(record => record.WaitingFor, (string?)null)
                    .SetProperty(record => record.Json, (string?)null),
            cancellationToken
        );

    private static async Task EraseAnswersAsync(
        LoyaltyDbContext context,
        MemberId[] ids,
        IReadOnlyList<CardNumber> cards,
        IReadOnlyList<MemberLink> links,
        CancellationToken cancellationToken
    )
    {
        var callers = ids.Select(id => id.ToString()).ToArray();
        await context
            .IdempotentRequests.Where(answer =>
                (answer.MemberId != null && ids.Contains(answer.MemberId.Value)) || callers.Contains(answer.Caller)
            )
            .ExecuteDeleteAsync(cancellationToken);

        // The others are few: those about several members, or about none.
        var names = callers
            .Concat(cards.Select(card => card.Value))
            .Concat(links.Select(link => JsonSerializer.Serialize(link.PartnerCustomerId)))
            .Select(Encoding.UTF8.GetBytes)
            .ToArray();
        var (caller, key) = ("", "");
        while (true)
        {
#pragma warning disable CA1309 // The database compares, in its own order, by which the page is sorted too.
            var page = await context
                .IdempotentRequests.AsNoTracking()
                .Where(answer =>
                    answer.MemberId == null
                    && (
                        string.Compare(answer.Caller, caller) > 0
                        || (answer.Caller == caller && string.Compare(answer.Key, key) > 0)
                    )
                )
#pragma warning restore CA1309
                .OrderBy(answer => answer.Caller)
                .ThenBy(answer => answer.Key)
                .Select(answer => new
                {
                    answer.Caller,
                    answer.Key,
                    answer.Body,
                })
                .Take(AnswersPerPage)
                .ToListAsync(cancellationToken);
            foreach (var answer in page.Where(answer => names.Any(name => answer.Body.AsSpan().IndexOf(name) >= 0)))
            {
                await context
                    .IdempotentRequests.Where(row => row.Caller == answer.Caller && row.Key == answer.Key)
                    .ExecuteDeleteAsync(cancellationToken);
            }

            if (page.Count < AnswersPerPage)
            {
                return;
            }

            (caller, key) = (page[^1].Caller, page[^1].Key);
        }
    }
}
