using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;

namespace Loyalty.Application.Rewards;

/// <param name="Version">the reward's version that the caller read.</param>
public sealed record RetireRewardRequest(RewardId Reward, long Version);

/// <summary>Takes a reward out of the catalogue for good. What was redeemed goes on.</summary>
public sealed class RetireReward(LoyaltyDbContext context, TimeProvider clock)
{
    public async Task<Outcome<Reward>> ExecuteAsync(RetireRewardRequest request, CancellationToken cancellationToken)
    {
        var loaded = await context.LoadRewardAsync(request.Reward, request.Version, cancellationToken);
        if (loaded.Refusal is not null || loaded.Value.Status == RewardStatus.Retired)
        {
            return loaded;
        }

        loaded.Value.Retire(clock.Instant());
        return await context.SaveAsync(loaded.Value, cancellationToken);
    }
}
