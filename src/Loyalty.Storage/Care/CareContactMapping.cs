using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Care;

internal sealed class CareReportMapping : IEntityTypeConfiguration<CareReport>
{
    public void Configure(EntityTypeBuilder<CareReport> builder)
    {
        builder.ToTable("care_reports");
        builder.HasKey(report => new { report.CareEventId, report.Number });
        builder.Property(report => report.Number).ValueGeneratedNever();
        // "by" is a word of SQL.
        builder
            .Property(report => report.By)
            .HasColumnName("reported_by")
            .HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.Property(report => report.Note).HasMaxLength(CareReport.NoteLengthMax);
        builder
            .HasOne<CareEvent>()
            .WithMany()
            .HasForeignKey(report => report.CareEventId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CareLetterFileMapping : IEntityTypeConfiguration<CareLetterFile>
{
    public void Configure(EntityTypeBuilder<CareLetterFile> builder)
    {
        builder.ToTable("care_letter_files");
        builder.HasKey(file => file.Id);
        builder.Property(file => file.Id).ValueGeneratedNever();
        builder.Property(file => file.CreatedBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.HasIndex(file => file.Number).IsUnique();
    }
}

internal sealed class ComplaintMapping : IEntityTypeConfiguration<Complaint>
{
    public void Configure(EntityTypeBuilder<Complaint> builder)
    {
        builder.ToTable("complaints");
        builder.HasKey(complaint => complaint.Id);
        builder.Property(complaint => complaint.Id).ValueGeneratedNever();
        builder.Property(complaint => complaint.Text).HasMaxLength(Complaint.TextLengthMax);
        builder.Property(complaint => complaint.Resolution).HasMaxLength(Complaint.TextLengthMax);
        builder.Property(complaint => complaint.OpenedBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.Property(complaint => complaint.AssignedTo).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.Property(complaint => complaint.ResolvedBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.BelongsToMember(complaint => complaint.MemberId);
        builder
            .HasOne<CareEvent>()
            .WithMany()
            .HasForeignKey(complaint => complaint.CareEventId)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Interaction>()
            .WithMany()
            .HasForeignKey(complaint => complaint.InteractionId)
            .OnDelete(DeleteBehavior.Restrict);
        // Open ones by their deadline.
        builder.HasIndex(complaint => new
        {
            complaint.Status,
            complaint.DueAt,
            complaint.Id,
        });
    }
}
