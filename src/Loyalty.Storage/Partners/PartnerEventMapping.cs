using Loyalty.Domain.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Partners;

/// <summary>Flat and without foreign keys: the ledger writes these rows by its own statements, many at a time.</summary>
internal sealed class PartnerEventMapping : IEntityTypeConfiguration<PartnerEventRecord>
{
    public void Configure(EntityTypeBuilder<PartnerEventRecord> builder)
    {
        builder.ToTable("partner_events");
        builder.HasKey(record => record.EventKey);
        builder.Property(record => record.EventKey).ValueGeneratedNever();
        builder.Property(record => record.Source).HasMaxLength(PartnerEventRecord.SourceLengthMax);
        builder.Property(record => record.EventId).HasMaxLength(PartnerEventRecord.EventIdLengthMax);
        builder.Property(record => record.Type).HasMaxLength(PartnerEventRecord.TypeLengthMax);
        builder.Property(record => record.ContentHash).HasMaxLength(32).IsFixedLength();
        builder.Property(record => record.WaitingFor).HasMaxLength(PartnerEventRecord.WaitingForLengthMax);
        builder.Property(record => record.Reason).HasMaxLength(PartnerEventRecord.ReasonLengthMax);
        builder.Property(record => record.Detail).HasMaxLength(-1);
        builder.Property(record => record.Postings).HasMaxLength(-1);
        builder.Property(record => record.Problem).HasMaxLength(-1);
        builder.Property(record => record.Json).HasMaxLength(-1);
        // The key last, so that each index gives a stable order to page by.
        builder.HasIndex(record => new
        {
            record.PartnerId,
            record.Status,
            record.ReceivedAt,
            record.EventKey,
        });
        builder.HasIndex(record => new { record.ReceivedAt, record.EventKey }).HasFilter("status <> 'Posted'");
        // What a member bought, for tiers.
        builder
            .HasIndex(record => new { record.MemberId, record.OccurredAt })
            .HasFilter("status = 'Posted' AND amount IS NOT NULL");
        // What was posted later than it came, for statements; nearly every row has none.
        builder
            .HasIndex(record => new
            {
                record.PartnerId,
                record.ReplayedAt,
                record.EventKey,
            })
            .HasFilter("replayed_at IS NOT NULL");
        builder.HasIndex(record => new { record.PartnerId, record.WaitingFor }).HasFilter("waiting_for IS NOT NULL");
    }
}
