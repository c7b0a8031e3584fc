using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Points;

internal sealed class AdjustmentMapping : IEntityTypeConfiguration<Adjustment>
{
    public void Configure(EntityTypeBuilder<Adjustment> builder)
    {
        builder.ToTable("adjustments");
        builder.HasKey(adjustment => adjustment.Id);
        builder.Property(adjustment => adjustment.Id).ValueGeneratedNever();
        builder.Property(adjustment => adjustment.Reason).HasMaxLength(LedgerOperation.ReasonLengthMax);
        builder.Property(adjustment => adjustment.Note).HasMaxLength(Adjustment.NoteLengthMax);
        builder.Property(adjustment => adjustment.Status).IsConcurrencyToken();
        builder.Property(adjustment => adjustment.RequestedBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.Property(adjustment => adjustment.DecidedBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.Property(adjustment => adjustment.ContentHash).HasMaxLength(32).IsFixedLength();
        builder.HasIndex(adjustment => new { adjustment.Status, adjustment.Id });
        builder.HasIndex(adjustment => new { adjustment.MemberId, adjustment.Id });
    }
}

internal sealed class AdjustmentReasonMapping : IEntityTypeConfiguration<AdjustmentReason>
{
    public void Configure(EntityTypeBuilder<AdjustmentReason> builder)
    {
        builder.ToTable("adjustment_reasons");
        builder.HasKey(reason => reason.Code);
        builder.Property(reason => reason.Code).HasMaxLength(LedgerOperation.ReasonLengthMax);
        builder.Property(reason => reason.Name).HasMaxLength(AdjustmentReason.NameLengthMax);
        builder.HasData(
            new AdjustmentReason
            {
                Code = "CORRECTION",
                Name = "Correction of a mistake",
                Active = true,
            },
            new AdjustmentReason
            {
                Code = "GOODWILL",
                Name = "Goodwill",
                Active = true,
            }
        );
    }
}

internal sealed class AdjustmentLimitMapping : IEntityTypeConfiguration<AdjustmentLimit>
{
    public void Configure(EntityTypeBuilder<AdjustmentLimit> builder)
    {
        builder.ToTable("adjustment_limits");
        builder.HasKey(limit => limit.Role);
        builder.Property(limit => limit.Role).HasMaxLength(40);
        builder.HasData(AdjustmentLimit.Defaults);
    }
}

internal sealed class AdjustmentDayMapping : IEntityTypeConfiguration<AdjustmentDay>
{
    public void Configure(EntityTypeBuilder<AdjustmentDay> builder)
    {
        builder.ToTable("adjustment_days");
        builder.HasKey(day => new { day.Actor, day.Day });
        builder.Property(day => day.Actor).HasMaxLength(LedgerOperation.ActorLengthMax);
    }
}
