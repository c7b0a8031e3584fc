using Loyalty.Domain.Tiers;
using Loyalty.Storage.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Tiers;

internal sealed class TierSetMapping : IEntityTypeConfiguration<TierSet>
{
    public void Configure(EntityTypeBuilder<TierSet> builder)
    {
        builder.ToTable("tier_sets");
        builder.HasKey(set => set.Code);
        builder.Property(set => set.Code).ValueGeneratedNever();
        builder.Property(set => set.Name).HasMaxLength(TierBounds.NameLengthMax);
        builder.Ignore(set => set.Base);
    }
}

internal sealed class TierSetVersionMapping : IEntityTypeConfiguration<TierSetVersion>
{
    public void Configure(EntityTypeBuilder<TierSetVersion> builder)
    {
        builder.ToTable("tier_set_versions");
        builder.HasKey(version => new { version.TierSet, version.Number });
        builder
            .HasOne<TierSet>()
            .WithMany()
            .HasForeignKey(version => version.TierSet)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TierCodeMapping : IEntityTypeConfiguration<Tier>
{
    public void Configure(EntityTypeBuilder<Tier> builder)
    {
        builder.ToTable("tiers");
        builder.HasKey(tier => tier.Code);
        builder.Property(tier => tier.Code).ValueGeneratedNever();
        builder.HasIndex(tier => tier.TierSet);
        builder.HasOne<TierSet>().WithMany().HasForeignKey(tier => tier.TierSet).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MemberTierMapping : IEntityTypeConfiguration<MemberTier>
{
    public void Configure(EntityTypeBuilder<MemberTier> builder)
    {
        builder.ToTable("member_tiers");
        builder.HasKey(tier => tier.Id);
        builder.Property(tier => tier.Id).ValueGeneratedNever();
        builder.Property(tier => tier.Explanation).HasMaxLength(2_000);
        builder.Property(tier => tier.Note).HasMaxLength(TierBounds.NoteLengthMax);
        // "from" and "until" are words of SQL.
        builder.Property(tier => tier.From).HasColumnName("valid_from");
        builder.Property(tier => tier.Until).HasColumnName("valid_until");
        builder.BelongsToMember(tier => tier.MemberId);
        builder
            .HasIndex(tier => new
            {
                tier.MemberId,
                tier.TierSet,
                tier.IsManual,
                tier.Number,
            })
            .IsUnique();
        builder.HasIndex(tier => new { tier.NextCheckAt, tier.Id }).HasFilter("next_check_at IS NOT NULL");
    }
}

internal sealed class TierRunMapping : IEntityTypeConfiguration<TierRun>
{
    public void Configure(EntityTypeBuilder<TierRun> builder)
    {
        builder.ToTable("tier_runs");
        builder.HasKey(run => run.Id);
        builder.Property(run => run.Id).ValueGeneratedNever();
        builder.HasIndex(run => run.RequestedAt).HasFilter("finished_at IS NULL");
        builder.HasIndex(run => new { run.TierSet, run.RequestedAt });
    }
}

internal sealed class TierWorkMapping : IEntityTypeConfiguration<TierWork>
{
    public void Configure(EntityTypeBuilder<TierWork> builder)
    {
        builder.ToTable(
            "tier_work",
            table => table.HasCheckConstraint("ck_tier_work_only_one", $"id = {TierWork.OnlyId}")
        );
        builder.HasKey(work => work.Id);
        builder.Property(work => work.Id).ValueGeneratedNever();
        builder.HasData(new TierWork());
    }
}
