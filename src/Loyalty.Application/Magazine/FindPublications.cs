using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>Which subscriptions are wanted; what is given must all hold.</summary>
public sealed record SubscriptionWish(PublicationId? Publication, MemberId? Member, SubscriptionStatus? Status);

/// <summary>Reads publications, issues and subscriptions for staff. Lists give up to one more than the limit, which tells that there is a
/// next page.</summary>
public sealed class FindPublications(LoyaltyDbContext context)
{
    /// <param name="after">the last one of the page before; null for the first page.</param>
    public Task<List<Publication>> ListAsync(PublicationId? after, int limit, CancellationToken cancellationToken)
    {
        var rows = context.Publications.AsNoTracking();
        if (after is { } position)
        {
            rows = rows.Where(row => row.Id > position);
        }

        return rows.OrderBy(row => row.Id).Take(limit + 1).ToListAsync(cancellationToken);
    }

    public async Task<Outcome<Publication>> OneAsync(PublicationId id, CancellationToken cancellationToken) =>
        await context.Publications.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken)
            is { } found
            ? found
            : new Refusal.NoSuch("publication");

    /// <param name="after">the number of the last one of the page before; null for the first page.</param>
    public async Task<Outcome<List<Issue>>> IssuesAsync(
        PublicationId publication,
        int? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (!await context.Publications.AnyAsync(row => row.Id == publication, cancellationToken))
        {
            return new Refusal.NoSuch("publication");
        }

        return await context
            .Issues.AsNoTracking()
            .Where(row => row.PublicationId == publication && row.Number > (after ?? 0))
            .OrderBy(row => row.Number)
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
    }

    public async Task<Outcome<Issue>> IssueAsync(IssueId id, CancellationToken cancellationToken) =>
        await context.Issues.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is { } found
            ? found
            : new Refusal.NoSuch("issue");

    /// <param name="after">the last one of the page before; null for the first page.</param>
    public Task<List<MagazineSubscription>> SubscriptionsAsync(
        SubscriptionWish wish,
        SubscriptionId? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var rows = context.MagazineSubscriptions.AsNoTracking();
        if (wish.Publication is { } publication)
        {
            rows = rows.Where(row => row.PublicationId == publication);
        }

        if (wish.Member is { } member)
        {
            rows = rows.Where(row => row.MemberId == member);
        }

        if (wish.Status is { } status)
        {
            rows = rows.Where(row => row.Status == status);
        }

        if (after is { } position)
        {
            rows = rows.Where(row => row.Id > position);
        }

        return rows.OrderBy(row => row.Id).Take(limit + 1).ToListAsync(cancellationToken);
    }

    public async Task<Outcome<MagazineSubscription>> SubscriptionAsync(
        SubscriptionId id,
        CancellationToken cancellationToken
    ) =>
        await context.MagazineSubscriptions.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken)
            is { } found
            ? found
            : new Refusal.NoSuch("magazine subscription");
}
