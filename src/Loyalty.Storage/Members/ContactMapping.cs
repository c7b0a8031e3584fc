using Loyalty.Domain.Members;
using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Members;

internal sealed class ContactPointMapping : IEntityTypeConfiguration<ContactPoint>
{
    public void Configure(EntityTypeBuilder<ContactPoint> builder)
    {
        builder.ToTable("contact_points");
        builder.HasKey(point => point.Id);
        builder.Property(point => point.Id).ValueGeneratedNever();
        builder.Property(point => point.Value).HasMaxLength(EmailAddress.LengthMax);
        builder.Property(point => point.NormalizedValue).HasMaxLength(EmailAddress.LengthMax).IsOrdinal();
        builder.Property(point => point.ClaimedValue).HasMaxLength(EmailAddress.LengthMax).IsOrdinal();
        builder.BelongsToMember(point => point.MemberId);
        builder.HasIndex(point => new { point.MemberId, point.NormalizedValue }).IsUnique();
        builder.HasIndex(point => new { point.NormalizedValue, point.MemberId });
        builder.HasIndex(point => point.ClaimedValue).IsUnique().HasFilter("claimed_value IS NOT NULL");
    }
}

internal sealed class ConsentMapping : IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<Consent> builder)
    {
        builder.ToTable("consents");
        builder.HasKey(consent => new
        {
            consent.MemberId,
            consent.Purpose,
            consent.Channel,
        });
        // The instant decides which of two decisions holds, so a change on an older state must not win.
        builder.Property(consent => consent.DecidedAt).IsConcurrencyToken();
        builder.Property(consent => consent.Source).HasMaxLength(100);
        builder.BelongsToMember(consent => consent.MemberId);
    }
}

internal sealed class ConsentChangeMapping : IEntityTypeConfiguration<ConsentChange>
{
    public void Configure(EntityTypeBuilder<ConsentChange> builder)
    {
        builder.ToTable("consent_changes");
        builder.HasKey(change => change.Id);
        builder.Property(change => change.Id).ValueGeneratedNever();
        builder.Property(change => change.Source).HasMaxLength(100);
        builder.BelongsToMember(change => change.MemberId);
        builder.HasIndex(change => new { change.MemberId, change.Id });
    }
}
