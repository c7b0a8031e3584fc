using Loyalty.Domain.Rewards;
using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Rewards;

internal sealed class RewardMapping : IEntityTypeConfiguration<Reward>
{
    public void Configure(EntityTypeBuilder<Reward> builder)
    {
        builder.ToTable("rewards");
        builder.HasKey(reward => reward.Id);
        builder.Property(reward => reward.Id).ValueGeneratedNever();
        builder
            .Property(reward => reward.Definition)
            .HasConversion<DefinitionConverter<RewardDefinition>, DefinitionComparer<RewardDefinition>>()
            .HasMaxLength(-1);
        builder.Property(reward => reward.Category).HasMaxLength(RewardDefinition.CategoryLengthMax).IsOrdinal();
        builder.Property(reward => reward.SearchText).HasMaxLength(-1);
        // The catalogue, whole and by category.
        builder.HasIndex(reward => new
        {
            reward.Status,
            reward.DisplayOrder,
            reward.Id,
        });
        builder.HasIndex(reward => new
        {
            reward.Status,
            reward.Category,
            reward.DisplayOrder,
            reward.Id,
        });
    }
}

internal sealed class RewardCodeMapping : IEntityTypeConfiguration<RewardCode>
{
    public void Configure(EntityTypeBuilder<RewardCode> builder)
    {
        builder.ToTable("reward_codes");
        builder.HasKey(code => code.Id);
        builder.Property(code => code.Id).ValueGeneratedNever();
        builder.Property(code => code.EncryptedCode).HasMaxLength(1_000);
        builder.Property(code => code.Fingerprint).HasMaxLength(32).IsFixedLength();
        builder.HasIndex(code => new { code.RewardId, code.Fingerprint }).IsUnique();
        // Free codes in the order in which they are given out, which no other index has: else all that were given out are read over.
        builder
            .HasIndex(code => new
            {
                code.RewardId,
                code.ImportedAt,
                code.Id,
            })
            .HasFilter("redemption_id IS NULL");
        builder.HasIndex(code => code.RedemptionId);
        builder.HasOne<Reward>().WithMany().HasForeignKey(code => code.RewardId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RewardCountMapping : IEntityTypeConfiguration<RewardCount>
{
    public void Configure(EntityTypeBuilder<RewardCount> builder)
    {
        builder.ToTable("reward_counts");
        builder.HasKey(count => new
        {
            count.RewardId,
            count.Key,
            count.Slot,
        });
        builder.Property(count => count.Key).HasMaxLength(RewardCount.KeyLengthMax).IsOrdinal();
        builder.HasOne<Reward>().WithMany().HasForeignKey(count => count.RewardId).OnDelete(DeleteBehavior.Restrict);
    }
}
