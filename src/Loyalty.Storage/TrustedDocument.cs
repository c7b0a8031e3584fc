using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage;

/// <summary>A GraphQL document that whoever runs the club has registered.</summary>
public sealed class TrustedDocument
{
    public const int NameLengthMax = 200;

    /// <summary>The SHA-256 of the text in UTF-8, in lower-case hexadecimal digits.</summary>
    public required string Id { get; init; }

    public required string Text { get; init; }

    /// <summary>What the app calls it; for people only.</summary>
    public required string Name { get; set; }

    public required DateTimeOffset RegisteredAt { get; init; }
}

internal sealed class TrustedDocumentMapping : IEntityTypeConfiguration<TrustedDocument>
{
    public void Configure(EntityTypeBuilder<TrustedDocument> builder)
    {
        builder.ToTable("trusted_documents");
        builder.HasKey(document => document.Id);
        builder.Property(document => document.Id).HasMaxLength(64).IsUnicode(unicode: false).IsOrdinal();
        builder.Property(document => document.Text).HasMaxLength(-1);
        builder.Property(document => document.Name).HasMaxLength(TrustedDocument.NameLengthMax);
    }
}

public abstract partial class LoyaltyDbContext
{
    public DbSet<TrustedDocument> TrustedDocuments => Set<TrustedDocument>();
}
