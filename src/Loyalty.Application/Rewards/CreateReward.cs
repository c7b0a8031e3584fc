using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;

namespace Loyalty.Application.Rewards;

/// <summary>Makes a reward that members do not see until it is published.</summary>
public sealed class CreateReward(LoyaltyDbContext context, ProgrammeSettings settings, TimeProvider clock)
{
    public async Task<Outcome<Reward>> ExecuteAsync(RewardDocument document, CancellationToken cancellationToken)
    {
        var club = await settings.CurrentAsync(cancellationToken);
        var definition = await context.CheckAsync(document, club, cancellationToken);
        if (definition.Refusal is { } refusal)
        {
            return refusal;
        }

        var now = clock.Instant();
        var reward = new Reward { Id = Identifier.New<RewardId>(now), CreatedAt = now };
        reward.Change(definition.Value);
        context.Rewards.Add(reward);
        await context.SaveChangesAsync(cancellationToken);
        return reward;
    }
}
