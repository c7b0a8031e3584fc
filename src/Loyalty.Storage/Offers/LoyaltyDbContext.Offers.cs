using Loyalty.Domain.Offers;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<Offer> Offers => Set<Offer>();

    public DbSet<OfferGrant> OfferGrants => Set<OfferGrant>();

    public DbSet<OfferCount> OfferCounts => Set<OfferCount>();

    public DbSet<Voucher> Vouchers => Set<Voucher>();

    public DbSet<ReferralCode> ReferralCodes => Set<ReferralCode>();

    public DbSet<Referral> Referrals => Set<Referral>();
}
