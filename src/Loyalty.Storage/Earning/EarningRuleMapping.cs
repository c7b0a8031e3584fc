using Loyalty.Domain.Earning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Earning;

internal sealed class EarningRuleMapping : IEntityTypeConfiguration<EarningRule>
{
    public void Configure(EntityTypeBuilder<EarningRule> builder)
    {
        builder.ToTable("earning_rules");
        builder.HasKey(rule => rule.Id);
        builder.Property(rule => rule.Id).ValueGeneratedNever();
        builder.Property(rule => rule.Name).HasMaxLength(RuleBounds.NameLengthMax);
        builder.Property(rule => rule.DraftJson).HasMaxLength(Unlimited);
        builder.HasIndex(rule => rule.CreatedAt);
    }

    /// <summary>What EF Core calls a text without a largest length.</summary>
    internal const int Unlimited = -1;
}

internal sealed class EarningRuleVersionMapping : IEntityTypeConfiguration<EarningRuleVersion>
{
    public void Configure(EntityTypeBuilder<EarningRuleVersion> builder)
    {
        builder.ToTable("earning_rule_versions");
        builder.HasKey(version => new { version.RuleId, version.Number });
        builder.Property(version => version.DefinitionJson).HasMaxLength(EarningRuleMapping.Unlimited);
        builder
            .HasOne<EarningRule>()
            .WithMany()
            .HasForeignKey(version => version.RuleId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}
