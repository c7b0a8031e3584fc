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

        await context.CheckTiersAsync(definition, errors, cancellationToken);
        await context.CheckPartnersAsync(definition, errors, cancellationToken);
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

    public static async Task<Outcome<Reward>> SaveAsync(
        this LoyaltyDbContext context,
        Reward reward,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return reward;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.StaleVersion();
        }
    }

    private static async Task CheckTiersAsync(
        this LoyaltyDbContext context,
        RewardDefinition definition,
        FieldErrors errors,
        CancellationToken cancellationToken
    )
    {
        var named = definition
            .Prices.SelectMany((price, i) => price.Tiers.Select(tier => (Field: $"prices[{i}].tiers", Tier: tier)))
            .Concat(definition.Eligibility.Tiers.Select(tier => (Field: "eligibility.tiers", Tier: tier)))
            .ToArray();
        if (named.Length == 0)
        {
            return;
        }

        var codes = named.Select(one => one.Tier).Distinct().ToArray();
        var known = await context
            .Tiers.Where(tier => codes.Contains(tier.Code))
            .Select(tier => tier.Code)
            .ToListAsync(cancellationToken);
        foreach (var (field, tier) in named.Where(one => !known.Contains(one.Tier)))
        {
            errors.Add(field, $"names {tier}, which is no tier of the club");
        }
    }

    private static async Task CheckPartnersAsync(
        this LoyaltyDbContext context,
        RewardDefinition definition,
        FieldErrors errors,
        CancellationToken cancellationToken
    )
    {
        foreach (
            var (field, partner) in new[]
            {
                ("fulfilment.partner", definition.Fulfilment.Partner),
                ("eligibility.linkedTo", definition.Eligibility.LinkedTo),
            }
        )
        {
            if (partner is { } id && !await context.Partners.AnyAsync(one => one.Id == id, cancellationToken))
            {
                errors.Add(field, "is not the id of a partner of the club");
            }
        }
    }
}
