using Loyalty.Domain.Offers;
using Loyalty.Domain.Points;
using Loyalty.Storage.Conventions;
using Loyalty.Storage.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Offers;

internal sealed class OfferMapping : IEntityTypeConfiguration<Offer>
{
    public void Configure(EntityTypeBuilder<Offer> builder)
    {
        builder.ToTable("offers");
        builder.HasKey(offer => offer.Id);
        builder.Property(offer => offer.Id).ValueGeneratedNever();
        builder
            .Property(offer => offer.Definition)
            .HasConversion<DefinitionConverter<OfferDefinition>, DefinitionComparer<OfferDefinition>>()
            .HasMaxLength(-1);
        // "trigger" is a word of SQL.
        builder.Property(offer => offer.Trigger).HasColumnName("trigger_kind");
        builder.Ignore(offer => offer.BeginsAt);
        builder.HasIndex(offer => new { offer.Status, offer.Id });
    }
}

internal sealed class OfferGrantMapping : IEntityTypeConfiguration<OfferGrant>
{
    public void Configure(EntityTypeBuilder<OfferGrant> builder)
    {
        builder.ToTable("offer_grants");
        builder.HasKey(grant => grant.Id);
        builder.Property(grant => grant.Id).ValueGeneratedNever();
        builder.Property(grant => grant.Occasion).HasMaxLength(OfferGrant.OccasionLengthMax).IsOrdinal();
        builder.Property(grant => grant.PointsRefusal).HasMaxLength(60);
        builder.Property(grant => grant.Badge).HasMaxLength(OfferDefinition.BadgeCodeLengthMax);
        builder.Ignore(grant => grant.OperationKey);
        builder.BelongsToMember(grant => grant.MemberId);
        builder.HasOne<Offer>().WithMany().HasForeignKey(grant => grant.OfferId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasIndex(grant => new
            {
                grant.OfferId,
                grant.MemberId,
                grant.Occasion,
            })
            .IsUnique();
        builder.HasIndex(grant => new { grant.MemberId, grant.GrantedAt });
        // What the ledger is to post.
        builder.HasIndex(grant => new { grant.PointsDueAt, grant.Id }).HasFilter("points_due_at IS NOT NULL");
    }
}

internal sealed class OfferCountMapping : IEntityTypeConfiguration<OfferCount>
{
    public void Configure(EntityTypeBuilder<OfferCount> builder)
    {
        builder.ToTable("offer_counts");
        builder.HasKey(count => new { count.OfferId, count.Key });
        builder.Property(count => count.Key).HasMaxLength(OfferCount.KeyLengthMax).IsOrdinal();
        builder.HasOne<Offer>().WithMany().HasForeignKey(count => count.OfferId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VoucherMapping : IEntityTypeConfiguration<Voucher>
{
    public void Configure(EntityTypeBuilder<Voucher> builder)
    {
        builder.ToTable("vouchers");
        builder.HasKey(voucher => voucher.Id);
        builder.Property(voucher => voucher.Id).ValueGeneratedNever();
        // "value" is a word of SQL.
        builder.Property(voucher => voucher.Value).HasColumnName("voucher_value");
        builder
            .Property(voucher => voucher.Rewards)
            .HasConversion<RewardIdsConverter, RewardIdsComparer>()
            .HasMaxLength(-1);
        builder.Property(voucher => voucher.WithdrawnBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.BelongsToMember(voucher => voucher.MemberId);
        builder.HasOne<Offer>().WithMany().HasForeignKey(voucher => voucher.OfferId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(voucher => new { voucher.MemberId, voucher.Id });
        builder.HasIndex(voucher => voucher.OfferId);
        builder.HasIndex(voucher => voucher.RedemptionId);
    }
}

internal sealed class ReferralCodeMapping : IEntityTypeConfiguration<ReferralCode>
{
    public void Configure(EntityTypeBuilder<ReferralCode> builder)
    {
        builder.ToTable("referral_codes");
        builder.HasKey(code => code.Code);
        builder.Property(code => code.Code).HasMaxLength(ReferralCode.Length).IsOrdinal();
        builder.BelongsToMember(code => code.MemberId);
        builder.HasIndex(code => code.MemberId).IsUnique();
    }
}

internal sealed class ReferralMapping : IEntityTypeConfiguration<Referral>
{
    public void Configure(EntityTypeBuilder<Referral> builder)
    {
        builder.ToTable("referrals");
        builder.HasKey(referral => referral.Id);
        builder.Property(referral => referral.Id).ValueGeneratedNever();
        builder.BelongsToMember(referral => referral.ReferrerId);
        builder.BelongsToMember(referral => referral.ReferredId);
        builder
            .HasOne<Offer>()
            .WithMany()
            .HasForeignKey(referral => referral.OfferId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(referral => referral.ReferredId).IsUnique();
        builder.HasIndex(referral => referral.ReferrerId);
        builder.HasIndex(referral => new { referral.NextLookAt, referral.Id }).HasFilter("next_look_at IS NOT NULL");
    }
}
