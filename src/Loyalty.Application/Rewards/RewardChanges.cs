using Loyalty.Application.Points;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>What the changes of a reward have in common.</summary>
internal static class RewardChanges
{
    /// <summary>The definition, if it is sound in itself and all that it names is there.</summary>
    public static async Task<Outcome<RewardDefinition>> CheckAsync(
        this LoyaltyDbContext context,
        RewardDocument document,
        ClubSettings club,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var definition = new RewardDocumentReader(errors, club).Read(document);
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        await context.CheckTiersAsync(
            [.. definition.Prices.SelectMany((price, i) => price.Tiers.Select(tier => ($"prices[{i}].tiers", tier)))],
            errors,
            cancellationToken
        );
        await context.CheckEligibilityAsync("eligibility", definition.Eligibility, errors, cancellationToken);
        await context.CheckPartnerAsync(
            "fulfilment.partner",
            definition.Fulfilment.Partner,
            errors,
            cancellationToken
        );
        return errors.Refusal is { } refusal ? refusal : definition;
    }

    /// <summary>The reward in the version that the caller read.</summary>
    public static async Task<Outcome<Reward>> LoadRewardAsync(
        this LoyaltyDbContext context,
        RewardId id,
        long version,
        CancellationToken cancellationToken
    )
    {
        var reward = await context.Rewards.AsTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        return reward is null ? new Refusal.NoSuch("reward")
            : reward.Version != version ? new Refusal.StaleVersion()
            : reward;
    }
}
