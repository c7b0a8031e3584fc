using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>What the changes of an offer have in common.</summary>
internal static class OfferChanges
{
    /// <summary>The definition, if it is sound in itself and all that it names is there.</summary>
    public static async Task<Outcome<OfferDefinition>> CheckAsync(
        this LoyaltyDbContext context,
        OfferDocument document,
        ClubSettings club,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var definition = new OfferDocumentReader(errors, club).Read(document);
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        await context.CheckEligibilityAsync("audience", definition.Audience, errors, cancellationToken);
        await context.CheckPartnerAsync("challenge.partner", definition.Challenge?.Partner, errors, cancellationToken);
        await context.CheckRewardsAsync(definition, errors, cancellationToken);
        return errors.Refusal is { } refusal ? refusal : definition;
    }

    /// <summary>The offer in the version that the caller read.</summary>
    public static async Task<Outcome<Offer>> LoadOfferAsync(
        this LoyaltyDbContext context,
        OfferId id,
        long version,
        CancellationToken cancellationToken
    )
    {
        var offer = await context.Offers.AsTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        return offer is null ? new Refusal.NoSuch("offer")
            : offer.Version != version ? new Refusal.StaleVersion()
            : offer;
    }

    private static async Task CheckRewardsAsync(
        this LoyaltyDbContext context,
        OfferDefinition definition,
        FieldErrors errors,
        CancellationToken cancellationToken
    )
    {
        foreach (var (path, benefit) in BenefitsOf(definition))
        {
            var named = benefit.Voucher?.Rewards ?? [];
            var known = await context
                .Rewards.Where(reward => named.Contains(reward.Id))
                .Select(reward => reward.Id)
                .ToListAsync(cancellationToken);
            foreach (var (i, reward) in named.Index().Where(one => !known.Contains(one.Item)))
            {
                errors.Add($"{path}.voucher.rewards[{i}]", $"names {reward}, which is no reward of the club");
            }
        }
    }

    private static IEnumerable<(string Path, OfferBenefit Benefit)> BenefitsOf(OfferDefinition definition) =>
        new (string Path, OfferBenefit? Benefit)[]
        {
            ("benefit", definition.Benefit),
            ("referral.onUse.referrer", definition.Referral?.OnUse.Referrer),
            ("referral.onUse.referred", definition.Referral?.OnUse.Referred),
            ("referral.onPurchase.referrer", definition.Referral?.OnPurchase?.Referrer),
            ("referral.onPurchase.referred", definition.Referral?.OnPurchase?.Referred),
        }
            .Where(one => one.Benefit is not null)
            .Select(one => (one.Path, one.Benefit!));
}
