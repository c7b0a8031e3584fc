using Loyalty.Application.Validation;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>Whether what a definition names is there.</summary>
internal static class NamedChecks
{
    /// <param name="path">where the eligibility stands in the request.</param>
    public static async Task CheckEligibilityAsync(
        this LoyaltyDbContext context,
        string path,
        RewardEligibility eligibility,
        FieldErrors errors,
        CancellationToken cancellationToken
    )
    {
        await context.CheckTiersAsync(
            [.. eligibility.Tiers.Select(tier => ($"{path}.tiers", tier))],
            errors,
            cancellationToken
        );
        await context.CheckPartnerAsync($"{path}.linkedTo", eligibility.LinkedTo, errors, cancellationToken);
    }

    public static async Task CheckTiersAsync(
        this LoyaltyDbContext context,
        IReadOnlyCollection<(string Field, TierCode Tier)> named,
        FieldErrors errors,
        CancellationToken cancellationToken
    )
    {
        if (named.Count == 0)
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

    /// <param name="partner">null where none is named.</param>
    public static async Task CheckPartnerAsync(
        this LoyaltyDbContext context,
        string field,
        PartnerId? partner,
        FieldErrors errors,
        CancellationToken cancellationToken
    )
    {
        if (partner is { } id && !await context.Partners.AnyAsync(one => one.Id == id, cancellationToken))
        {
            errors.Add(field, "is not the id of a partner of the club");
        }
    }
}
