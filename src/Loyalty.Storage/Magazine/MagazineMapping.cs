using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Storage.Conventions;
using Loyalty.Storage.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Magazine;

internal sealed class PublicationMapping : IEntityTypeConfiguration<Publication>
{
    public void Configure(EntityTypeBuilder<Publication> builder)
    {
        builder.ToTable("publications");
        builder.HasKey(publication => publication.Id);
        builder.Property(publication => publication.Id).ValueGeneratedNever();
        builder
            .Property(publication => publication.Definition)
            .HasConversion<PublicationDefinitionConverter, PublicationDefinitionComparer>()
            .HasMaxLength(-1);
    }
}

internal sealed class IssueMapping : IEntityTypeConfiguration<Issue>
{
    public void Configure(EntityTypeBuilder<Issue> builder)
    {
        builder.ToTable("magazine_issues");
        builder.HasKey(issue => issue.Id);
        builder.Property(issue => issue.Id).ValueGeneratedNever();
        builder.Ignore(issue => issue.HasBegunToLeave);
        builder
            .Property(issue => issue.Definition)
            .HasConversion<IssueDefinitionConverter, IssueDefinitionComparer>()
            .HasMaxLength(-1);
        builder
            .HasOne<Publication>()
            .WithMany()
            .HasForeignKey(issue => issue.PublicationId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(issue => new { issue.PublicationId, issue.Number }).IsUnique();
        // What the job looks for.
        builder.HasIndex(issue => new { issue.Status, issue.AddressFreezeAt });
    }
}

internal sealed class MagazineSubscriptionMapping : IEntityTypeConfiguration<MagazineSubscription>
{
    public void Configure(EntityTypeBuilder<MagazineSubscription> builder)
    {
        builder.ToTable("magazine_subscriptions");
        builder.HasKey(subscription => subscription.Id);
        builder.Property(subscription => subscription.Id).ValueGeneratedNever();
        builder.Property(subscription => subscription.Language).HasMaxLength(LanguageTag.LengthMax);
        builder.Property(subscription => subscription.ContentHash).HasMaxLength(32);
        builder.Ignore(subscription => subscription.PayerId);
        builder.BelongsToMember(subscription => subscription.MemberId);
        builder.BelongsToMember(subscription => subscription.GiverId);
        builder
            .HasOne<Publication>()
            .WithMany()
            .HasForeignKey(subscription => subscription.PublicationId)
            .OnDelete(DeleteBehavior.Restrict);
        // One of a publication at a time.
        builder
            .HasIndex(subscription => new { subscription.MemberId, subscription.PublicationId })
            .IsUnique()
            .HasFilter("ended_at IS NULL");
        builder.HasIndex(subscription => new { subscription.MemberId, subscription.Id });
        builder.HasIndex(subscription => new { subscription.PublicationId, subscription.Id });
        // Those whose payment a process that died has left.
        builder.HasIndex(subscription => subscription.CreatedAt).HasFilter("status = 'AwaitingPayment'");
    }
}

internal sealed class MagazineCopyMapping : IEntityTypeConfiguration<MagazineCopy>
{
    public void Configure(EntityTypeBuilder<MagazineCopy> builder)
    {
        builder.ToTable("magazine_copies");
        builder.HasKey(copy => copy.Id);
        builder.Property(copy => copy.Id).ValueGeneratedNever();
        builder.Property(copy => copy.Language).HasMaxLength(LanguageTag.LengthMax);
        builder.Property(copy => copy.Region).HasMaxLength(MagazineCopy.RegionLengthMax).IsOrdinal();
        builder.Property(copy => copy.PostalCode).HasMaxLength(MagazineCopy.PostalCodeLengthMax).IsOrdinal();
        builder.Property(copy => copy.Country).HasMaxLength(2).IsOrdinal();
        builder.Property(copy => copy.Recipient).HasMaxLength(-1);
        builder.Property(copy => copy.AddressFingerprint).HasMaxLength(ReturnedAddress.FingerprintLength);
        builder.Property(copy => copy.ReturnReason).HasMaxLength(MagazineCopy.ReasonLengthMax);
        builder.BelongsToMember(copy => copy.MemberId);
        builder.HasOne<Issue>().WithMany().HasForeignKey(copy => copy.IssueId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<MagazineSubscription>()
            .WithMany()
            .HasForeignKey(copy => copy.SubscriptionId)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasIndex(copy => new
            {
                copy.IssueId,
                copy.HouseholdId,
                copy.HouseholdPlace,
            })
            .IsUnique()
            .HasFilter("household_id IS NOT NULL");
        // Labels in their order, and mails in that of their ids.
        builder.HasIndex(copy => new
        {
            copy.IssueId,
            copy.Channel,
            copy.Country,
            copy.PostalCode,
            copy.Id,
        });
        // What is still to be sent.
        builder.HasIndex(copy => new { copy.IssueId, copy.Id }).HasFilter("status = 'Ready'");
        builder.HasIndex(copy => copy.MemberId);
        builder.HasIndex(copy => copy.SubscriptionId);
    }
}

internal sealed class ReturnedAddressMapping : IEntityTypeConfiguration<ReturnedAddress>
{
    public void Configure(EntityTypeBuilder<ReturnedAddress> builder)
    {
        builder.ToTable("returned_addresses");
        builder.HasKey(address => new
        {
            address.MemberId,
            address.Channel,
            address.Fingerprint,
        });
        builder.Property(address => address.Fingerprint).HasMaxLength(ReturnedAddress.FingerprintLength);
        builder.Property(address => address.Reason).HasMaxLength(MagazineCopy.ReasonLengthMax);
        builder.BelongsToMember(address => address.MemberId);
    }
}
