using Loyalty.Domain;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>What an offer has given.</summary>
/// <param name="Granted">grants, one for each member and occasion.</param>
/// <param name="Points">in all.</param>
/// <param name="PointsWaiting">grants whose points the ledger has still to post.</param>
/// <param name="PointsRefused">grants whose points the ledger refused.</param>
/// <param name="Vouchers">by their state now.</param>
/// <param name="Referrals">by their stage; none for other offers.</param>
/// <param name="IsExhausted">the budget does not suffice for one more.</param>
public sealed record OfferReport(
    OfferBudget Budget,
    long Granted,
    long Points,
    int PointsWaiting,
    int PointsRefused,
    IReadOnlyDictionary<VoucherState, int> Vouchers,
    IReadOnlyDictionary<ReferralStage, int> Referrals,
    bool IsExhausted
);

/// <summary>Counts an offer for staff.</summary>
public sealed class ReportOffer(LoyaltyDbContext context, TimeProvider clock)
{
    public async Task<Outcome<OfferReport>> ExecuteAsync(OfferId id, CancellationToken cancellationToken)
    {
        var offer = await context.Offers.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (offer is null)
        {
            return new Refusal.NoSuch("offer");
        }

        var taken = await context.TakenAsync(id, cancellationToken);
        var grants = context.OfferGrants.Where(grant => grant.OfferId == id);
        var referrals = await context
            .Referrals.Where(referral => referral.OfferId == id)
            .GroupBy(referral => referral.Stage)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        return new OfferReport(
            offer.Definition.Budget,
            taken.Grants,
            taken.Points,
            await grants.CountAsync(grant => grant.PointsDueAt != null, cancellationToken),
            await grants.CountAsync(grant => grant.PointsRefusal != null, cancellationToken),
            await VouchersAsync(id, cancellationToken),
            referrals,
            !offer.Definition.Benefits.Any(benefit => offer.Definition.Budget.Suffices(taken, benefit))
        );
    }

    private async Task<Dictionary<VoucherState, int>> VouchersAsync(OfferId id, CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        var counts = await context
            .Vouchers.Where(voucher => voucher.OfferId == id)
            .GroupBy(voucher =>
                voucher.WithdrawnAt != null ? 3
                : voucher.RedemptionId != null ? 1
                : voucher.ValidUntil <= now ? 2
                : 0
            )
            .Select(group => new { group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return counts.ToDictionary(group => (VoucherState)group.Key, group => group.Count);
    }
}
