using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>Which rewards a member wants to see; all that is given must hold.</summary>
/// <param name="Search">words that occur in titles and descriptions.</param>
/// <param name="Language">has a text in it, or in a related one.</param>
/// <param name="CanRedeem">whether the member can have one piece, or the smallest amount, now.</param>
/// <param name="Currency">has a price in it for the member.</param>
/// <param name="PointsMax">what one piece, or the smallest amount, costs at the most.</param>
public sealed record RewardFilter(
    string? Category = null,
    RewardKind? Kind = null,
    string? Search = null,
    string? Language = null,
    bool? CanRedeem = null,
    PointCurrencyCode? Currency = null,
    long? PointsMax = null
)
{
    /// <summary>Whether each reward must be judged for the member; else the database finds the page by itself.</summary>
    public bool IsPersonal => CanRedeem is not null || Currency is not null || PointsMax is not null;
}

/// <param name="After">only what stands behind it.</param>
/// <param name="Before">only what stands in front of it.</param>
/// <param name="FromEnd">the last ones instead of the first.</param>
public sealed record BrowseRewardsRequest(
    Member Member,
    RewardFilter Filter,
    RewardPosition? After,
    RewardPosition? Before,
    bool FromEnd,
    int Count
);

/// <param name="Sight">where it was looked for.</param>
public sealed record BrowsedReward(Reward Reward, RewardSight? Sight);

/// <summary>Reads pages of the catalogue as a member sees it. What hangs on the member is judged one by one: then rewards are read in
/// steps until the page is full.</summary>
public sealed class BrowseRewards(FindRewardSights findSights, TimeProvider clock)
{
    private const int StepMin = 250;

    /// <summary>With these all that can be published has been seen.</summary>
    private const int StepsMax = (PublishReward.PublishedMax / StepMin) + 1;

    /// <param name="available">asked only by a personal filter.</param>
    /// <returns>up to one more than asked for, which tells that there are more; from the end the last one first.</returns>
    public async Task<IReadOnlyList<BrowsedReward>> ReadAsync(
        LoyaltyDbContext context,
        BrowseRewardsRequest request,
        SpendableIn available,
        CancellationToken cancellationToken
    )
    {
        var filter = request.Filter;
        var rewards = Matching(context.Rewards.AsNoTracking().Visible(clock.Instant()), request);
        var position = request.FromEnd ? request.Before : request.After;
        var isJudged = filter.IsPersonal || filter.Language is not null;
        var size = request.Count + 1;
        var step = isJudged ? Math.Max(size, StepMin) : size;
        var found = new List<BrowsedReward>();
        for (var i = 0; i < StepsMax; i++)
        {
            var rows = await (
                request.FromEnd ? rewards.Before(position, step) : rewards.Behind(position, step)
            ).ToListAsync(cancellationToken);
            var sights = filter.IsPersonal
                ? await findSights.ReadAsync(context, request.Member.Id, rows, cancellationToken)
                : null;
            found.AddRange(
                rows.Select(row => new BrowsedReward(row, sights?[row.Id]))
                    .Where(one => IsWanted(one, request, available))
                    .Take(size - found.Count)
            );
            if (found.Count == size || rows.Count < step)
            {
                break;
            }

            position = RewardPosition.Of(rows[^1]);
        }

        return found;
    }

    private static IQueryable<Reward> Matching(IQueryable<Reward> rewards, BrowseRewardsRequest request)
    {
        if (request.Filter.Category is { } category)
        {
            rewards = rewards.Where(reward => reward.Category == category);
        }

        if (request.Filter.Kind is { } kind)
        {
            rewards = rewards.Where(reward => reward.Kind == kind);
        }

        // The other end of the list, where a client gives both.
        if (request is { FromEnd: false, Before: { } before })
        {
            rewards = rewards.Where(reward =>
                reward.DisplayOrder < before.DisplayOrder
                || (reward.DisplayOrder == before.DisplayOrder && reward.Id < before.Id)
            );
        }

        if (request is { FromEnd: true, After: { } after })
        {
            rewards = rewards.Where(reward =>
                reward.DisplayOrder > after.DisplayOrder
                || (reward.DisplayOrder == after.DisplayOrder && reward.Id > after.Id)
            );
        }

        return rewards.Saying(request.Filter.Search);
    }

    private static bool IsWanted(BrowsedReward browsed, BrowseRewardsRequest request, SpendableIn available)
    {
        var (filter, definition) = (request.Filter, browsed.Reward.Definition);
        if (filter.Language is { } language && !definition.Speaks(language))
        {
            return false;
        }

        if (browsed.Sight is not { } sight)
        {
            return true;
        }

        var wish = new RewardWish(filter.Currency);
        var costs = filter.Currency is null
            ? definition
                .Prices.Select(price => price.Currency)
                .Distinct()
                .Select(currency => definition.CostOf(sight.Facts, wish with { Currency = currency }))
            : [definition.CostOf(sight.Facts, wish)];
        return (
                filter.Currency is null && filter.PointsMax is null
                || costs.Any(cost => cost is not null && !(cost.Points > filter.PointsMax))
            )
            && (
                filter.CanRedeem is not { } canRedeem
                || canRedeem != browsed.Reward.WhyNot(sight, request.Member.Status, available, wish).Any()
            );
    }
}
