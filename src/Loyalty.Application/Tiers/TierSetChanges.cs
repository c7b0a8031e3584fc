using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

/// <summary>What the changes of a tier set have in common.</summary>
internal static class TierSetChanges
{
    /// <summary>Loads the set, or says why not: there is none, or the caller read an older version.</summary>
    public static async Task<Outcome<TierSet>> LoadTierSetAsync(
        this LoyaltyDbContext context,
        TierSetCode code,
        long version,
        CancellationToken cancellationToken
    )
    {
        var set = await context.TierSets.AsTracking().FirstOrDefaultAsync(set => set.Code == code, cancellationToken);
        return set is null ? new Refusal.NoSuch("tier set")
            : set.Version != version ? new Refusal.StaleVersion()
            : set;
    }

    /// <summary>Saves; null when it worked.</summary>
    public static async Task<Refusal?> SaveTierSetAsync(
        this LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.StaleVersion();
        }
    }

    /// <summary>Makes the draft's codes the set's own, and lets those go that no version ever had.</summary>
    /// <param name="errors">told of codes that belong to another set, and of currencies that are not there.</param>
    public static async Task ClaimCodesAsync(
        this LoyaltyDbContext context,
        TierSetCode set,
        TierSetDefinition? draft,
        FieldErrors errors,
        CancellationToken cancellationToken
    )
    {
        var levels = draft?.Levels ?? [];
        TierCode[] codes = [.. levels.Select(level => level.Code)];
        var tiers = await context
            .Tiers.AsTracking()
            .Where(tier => tier.TierSet == set || codes.Contains(tier.Code))
            .ToListAsync(cancellationToken);
        for (var i = 0; i < codes.Length; i++)
        {
            var known = tiers.Find(tier => tier.Code == codes[i]);
            if (known is null)
            {
                context.Tiers.Add(new Tier { Code = codes[i], TierSet = set });
            }
            else if (known.TierSet != set)
            {
                errors.Add($"definition.levels[{i}].code", $"belongs to the tier set {known.TierSet}");
            }
        }

        context.Tiers.RemoveRange(
            tiers.Where(tier => tier.TierSet == set && !tier.WasInForce && !codes.Contains(tier.Code))
        );
        if (
            draft?.Basis.PointCurrency is { } currency
            && !await context.PointCurrencies.AnyAsync(one => one.Code == currency, cancellationToken)
        )
        {
            errors.Add("definition.basis.pointCurrency", "is not a point currency of the club");
        }
    }

    public static void CheckShape(this FieldErrors errors, int displayOrder) =>
        errors.Check(
            displayOrder is >= 0 and <= TierBounds.DisplayOrderMax,
            "displayOrder",
            $"must be between 0 and {TierBounds.DisplayOrderMax}"
        );
}
