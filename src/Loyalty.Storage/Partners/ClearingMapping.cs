using Loyalty.Domain.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Partners;

internal sealed class ClearingStatementMapping : IEntityTypeConfiguration<ClearingStatement>
{
    public void Configure(EntityTypeBuilder<ClearingStatement> builder)
    {
        builder.ToTable("clearing_statements");
        builder.HasKey(statement => new { statement.PartnerId, statement.FirstDay });
        builder.Property(statement => statement.ClosedBy).HasMaxLength(ClearingStatement.ClosedByLengthMax);
        builder.Property(statement => statement.Figures).HasMaxLength(-1);
        builder.Ignore(statement => statement.Month);
    }
}

internal sealed class ClearingPageMapping : IEntityTypeConfiguration<ClearingPage>
{
    public void Configure(EntityTypeBuilder<ClearingPage> builder)
    {
        builder.ToTable("clearing_pages");
        builder.HasKey(page => new
        {
            page.PartnerId,
            page.FirstDay,
            page.Number,
        });
        builder.Property(page => page.Content).HasMaxLength(-1);
    }
}

internal sealed class LineDisputeMapping : IEntityTypeConfiguration<LineDispute>
{
    public void Configure(EntityTypeBuilder<LineDispute> builder)
    {
        builder.ToTable("line_disputes");
        builder.HasKey(dispute => dispute.Id);
        builder.Property(dispute => dispute.Id).ValueGeneratedNever();
        builder.Ignore(dispute => dispute.Month);
        builder.Property(dispute => dispute.Line).HasMaxLength(StatementLineName.LengthMax);
        builder.HasIndex(dispute => new
        {
            dispute.PartnerId,
            dispute.OpenedAt,
            dispute.Id,
        });
        // A line is disputed once at a time.
        builder
            .HasIndex(dispute => new
            {
                dispute.PartnerId,
                dispute.FirstDay,
                dispute.Line,
            })
            .IsUnique()
            .HasFilter("status = 'Open'");
        builder.HasIndex(dispute => new { dispute.PartnerId, dispute.CorrectedIn }).HasFilter("status = 'Corrected'");
    }
}

internal sealed class DisputeStepMapping : IEntityTypeConfiguration<DisputeStep>
{
    public void Configure(EntityTypeBuilder<DisputeStep> builder)
    {
        builder.ToTable("dispute_steps");
        builder.HasKey(step => new { step.DisputeId, step.Number });
        builder.Property(step => step.By).HasMaxLength(DisputeStep.ByLengthMax);
        builder.Property(step => step.Text).HasMaxLength(DisputeStep.TextLengthMax);
        builder.HasOne<LineDispute>().WithMany().HasForeignKey(step => step.DisputeId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PrepaidBlockMapping : IEntityTypeConfiguration<PrepaidBlock>
{
    public void Configure(EntityTypeBuilder<PrepaidBlock> builder)
    {
        builder.ToTable("prepaid_blocks");
        builder.HasKey(block => block.Id);
        builder.Property(block => block.Id).ValueGeneratedNever();
        builder.Property(block => block.Reference).HasMaxLength(PrepaidBlock.ReferenceLengthMax);
        builder.Property(block => block.RecordedBy).HasMaxLength(PrepaidBlock.RecordedByLengthMax);
        builder.HasIndex(block => new { block.PartnerId, block.Id });
        builder.HasOne<Partner>().WithMany().HasForeignKey(block => block.PartnerId).OnDelete(DeleteBehavior.Restrict);
    }
}
