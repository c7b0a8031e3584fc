using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <param name="Status">null for all; likewise the other filters.</param>
/// <param name="Search">words that occur in titles and descriptions.</param>
/// <param name="After">the last reward of the page before; null for the first page.</param>
public sealed record FindRewardsRequest(
    RewardStatus? Status,
    RewardKind? Kind,
    string? Category,
    string? Search,
    RewardPosition? After,
    int Limit
);

/// <summary>Reads rewards for staff.</summary>
public sealed class FindRewards(LoyaltyDbContext context)
{
    /// <returns>up to one more than the limit, which tells that there is a next page.</returns>
    public Task<List<Reward>> ListAsync(FindRewardsRequest request, CancellationToken cancellationToken)
    {
        var rewards = context.Rewards.AsNoTracking();
        if (request.Status is { } status)
        {
            rewards = rewards.Where(reward => reward.Status == status);
        }

        if (request.Kind is { } kind)
        {
            rewards = rewards.Where(reward => reward.Kind == kind);
        }

        if (request.Category is { } category)
        {
            rewards = rewards.Where(reward => reward.Category == category);
        }

        return rewards.Saying(request.Search).Behind(request.After, request.Limit + 1).ToListAsync(cancellationToken);
    }

    public async Task<Outcome<Reward>> OneAsync(RewardId id, CancellationToken cancellationToken) =>
        await context.Rewards.AsNoTracking().FirstOrDefaultAsync(reward => reward.Id == id, cancellationToken)
            is { } reward
            ? reward
            : new Refusal.NoSuch("reward");
}
