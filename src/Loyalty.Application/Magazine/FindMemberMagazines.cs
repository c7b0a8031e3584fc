using Loyalty.Application.Offers;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>Finds what a member receives, could receive and can read.</summary>
public sealed class FindMemberMagazines(
    IDbContextFactory<LoyaltyDbContext> contexts,
    FindAudience audience,
    TimeProvider clock
)
{
    /// <summary>Subscriptions of a member that are shown: the latest, ended ones too.</summary>
    public const int SubscriptionsMax = 200;

    public async Task<IReadOnlyList<MagazineSubscription>> SubscriptionsAsync(
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .MagazineSubscriptions.AsNoTracking()
            .Where(row => row.MemberId == member)
            .OrderByDescending(row => row.CreatedAt)
            .ThenBy(row => row.Id)
            .Take(SubscriptionsMax)
            .ToListAsync(cancellationToken);
    }

    /// <summary>What keeps copies from the member over each channel that there is; channels that reach the member are left out.</summary>
    public async Task<IReadOnlyDictionary<MagazineChannel, CopyObstacle>> ObstaclesAsync(
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var reach = (await context.ReadReachAsync([member], cancellationToken))[member];
        return Enum.GetValues<MagazineChannel>()
            .Select(channel => (Channel: channel, Obstacle: reach.WhyNot(channel)))
            .Where(one => one.Obstacle is not null)
            .ToDictionary(one => one.Channel, one => one.Obstacle!.Value);
    }

    /// <summary>The published ones, the first created first, each with what the member lacks for it.</summary>
    public async Task<IReadOnlyList<(Publication Publication, IReadOnlyList<string> Missing)>> PublicationsAsync(
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await context
            .Publications.AsNoTracking()
            .Where(row => row.Status == PublicationStatus.Published)
            .OrderBy(row => row.Id)
            .Take(ChangePublication.CountMax)
            .ToListAsync(cancellationToken);
        if (open.Count == 0)
        {
            return [];
        }

        var facts = await audience.ReadAsync(
            context,
            [.. open.Select(one => one.Definition.Audience)],
            [member],
            cancellationToken
        );
        return [.. open.Select(one => (one, one.Definition.Audience.Missing(facts[member])))];
    }

    /// <summary>What the member lacks for it.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(
        Publication publication,
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var asked = publication.Definition.Audience;
        return asked.Missing((await audience.ReadAsync(context, [asked], [member], cancellationToken))[member]);
    }

    /// <summary>Issues that are out and of which one of the member's subscriptions got a copy, the latest first. That the copy could not be
    /// sent keeps nobody from reading.</summary>
    public async Task<IReadOnlyList<Issue>> ReadableAsync(
        MemberId member,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.Instant();
        return await context
            .Issues.AsNoTracking()
            .Where(issue =>
                issue.Status != IssueStatus.Cancelled
                && issue.DispatchAt <= now
                && context.MagazineCopies.Any(copy =>
                    copy.IssueId == issue.Id
                    && (copy.Obstacle == null || copy.Obstacle != CopyObstacle.NotEntitled)
                    && context.MagazineSubscriptions.Any(row => row.Id == copy.SubscriptionId && row.MemberId == member)
                )
            )
            .OrderByDescending(issue => issue.DispatchAt)
            .ThenBy(issue => issue.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }
}
