using Loyalty.Domain.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Partners;

internal sealed class ReconciliationMapping : IEntityTypeConfiguration<Reconciliation>
{
    public void Configure(EntityTypeBuilder<Reconciliation> builder)
    {
        builder.ToTable("reconciliations");
        builder.HasKey(reconciliation => reconciliation.Id);
        builder.Property(reconciliation => reconciliation.Id).ValueGeneratedNever();
        builder.Property(reconciliation => reconciliation.Totals).HasMaxLength(-1);
        builder.HasIndex(reconciliation => new
        {
            reconciliation.PartnerId,
            reconciliation.CreatedAt,
            reconciliation.Id,
        });
        builder
            .HasOne<Partner>()
            .WithMany()
            .HasForeignKey(reconciliation => reconciliation.PartnerId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReconciliationLineMapping : IEntityTypeConfiguration<ReconciliationLine>
{
    public void Configure(EntityTypeBuilder<ReconciliationLine> builder)
    {
        builder.ToTable("reconciliation_lines");
        builder.HasKey(line => new { line.ReconciliationId, line.Number });
        builder.Property(line => line.Source).HasMaxLength(PartnerEventRecord.SourceLengthMax);
        builder.Property(line => line.EventId).HasMaxLength(PartnerEventRecord.EventIdLengthMax);
        builder.Property(line => line.Type).HasMaxLength(PartnerEventRecord.TypeLengthMax);
        builder.Property(line => line.Finding).HasMaxLength(ReconciliationLine.FindingLengthMax);
        // One result's lines in order: a page of them, and how many there are.
        builder.HasIndex(line => new
        {
            line.ReconciliationId,
            line.ResultNow,
            line.Number,
        });
    }
}
