using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;

namespace Loyalty.Application.Rewards;

/// <param name="Version">the reward's version that the caller read.</param>
public sealed record ChangeRewardRequest(RewardId Reward, long Version, RewardDocument Definition);

/// <summary>Replaces what a reward is. It holds at once for what is redeemed from then on; what was redeemed before keeps its price and
/// its way.</summary>
public sealed class ChangeReward(LoyaltyDbContext context, ProgrammeSettings settings)
{
    public async Task<Outcome<Reward>> ExecuteAsync(ChangeRewardRequest request, CancellationToken cancellationToken)
    {
        var loaded = await context.LoadRewardAsync(request.Reward, request.Version, cancellationToken);
        if (loaded.Refusal is not null)
        {
            return loaded;
        }

        var club = await settings.CurrentAsync(cancellationToken);
        var definition = await context.CheckAsync(request.Definition, club, cancellationToken);
        return definition.Refusal is { } unsound ? unsound
            : loaded.Value.Change(definition.Value) is { } refused ? refused
            : await context.SaveAsync(loaded.Value, cancellationToken);
    }
}
