using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Members;

internal sealed class MemberMapping : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.ToTable("members");
        builder.HasKey(member => member.Id);
        builder.Property(member => member.Id).ValueGeneratedNever();
        builder.Property(member => member.EnrolmentSource).HasMaxLength(100);
        builder.Property(member => member.PreferredLanguage).HasMaxLength(LanguageTag.LengthMax);
        builder.Property(member => member.ErasedBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.BelongsToMember(member => member.MergedInto);
        builder.HasIndex(member => member.SettleAfter).HasFilter("settle_after IS NOT NULL");
        // Who has come lately.
        builder.HasIndex(member => new { member.EnrolledAt, member.Id });
        builder.ComplexProperty(member => member.Name);
        builder.ComplexProperty(
            member => member.Address,
            address =>
            {
                Lines(address.Property(value => value.Addressee));
                Lines(address.Property(value => value.Street));
                address.Property(value => value.PostalCode).HasMaxLength(20);
                address.Property(value => value.Country).HasMaxLength(2);
            }
        );
    }

    /// <summary>Lines of an address in one column; no line holds a line break.</summary>
    private static void Lines(ComplexTypePropertyBuilder<IReadOnlyList<string>> property) =>
        property
            .HasConversion(
                lines => string.Join('\n', lines),
                text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                new ValueComparer<IReadOnlyList<string>>(
                    (a, b) => a!.SequenceEqual(b!, StringComparer.Ordinal),
                    lines => string.Join('\n', lines).GetHashCode(StringComparison.Ordinal)
                )
            )
            .HasMaxLength(1000);
}

internal sealed class MemberStatusChangeMapping : IEntityTypeConfiguration<MemberStatusChange>
{
    public void Configure(EntityTypeBuilder<MemberStatusChange> builder)
    {
        builder.ToTable("member_status_changes");
        builder.HasKey(change => change.Id);
        builder.Property(change => change.Id).ValueGeneratedNever();
        builder.BelongsToMember(change => change.MemberId);
        builder.HasIndex(change => new { change.MemberId, change.ChangedAt });
    }
}

internal sealed class MemberSearchNameMapping : IEntityTypeConfiguration<MemberSearchName>
{
    public void Configure(EntityTypeBuilder<MemberSearchName> builder)
    {
        builder.ToTable("member_search_names");
        builder.HasKey(name => new { name.MemberId, name.NameKey });
        builder.Property(name => name.NameKey).HasMaxLength(SearchText.LengthMax).IsOrdinal();
        builder.BelongsToMember(name => name.MemberId);
        builder.HasIndex(name => new { name.NameKey, name.MemberId });
    }
}

internal sealed class MemberSignInMapping : IEntityTypeConfiguration<MemberSignIn>
{
    public void Configure(EntityTypeBuilder<MemberSignIn> builder)
    {
        builder.ToTable("member_sign_ins");
        builder.HasKey(signIn => new { signIn.Issuer, signIn.Subject });
        builder
            .Property(signIn => signIn.Issuer)
            .HasMaxLength(MemberSignIn.IssuerLengthMax)
            .IsUnicode(unicode: false)
            .IsOrdinal();
        builder
            .Property(signIn => signIn.Subject)
            .HasMaxLength(MemberSignIn.SubjectLengthMax)
            .IsUnicode(unicode: false)
            .IsOrdinal();
        builder.BelongsToMember(signIn => signIn.MemberId);
    }
}

internal sealed class ExternalIdMapping : IEntityTypeConfiguration<ExternalId>
{
    public void Configure(EntityTypeBuilder<ExternalId> builder)
    {
        builder.ToTable("external_ids");
        builder.HasKey(id => new { id.MemberId, id.System });
        builder
            .Property(id => id.System)
            .HasMaxLength(ExternalId.SystemLengthMax)
            .IsUnicode(unicode: false)
            .IsOrdinal();
        builder.Property(id => id.Value).HasMaxLength(ExternalId.ValueLengthMax).IsOrdinal();
        builder.BelongsToMember(id => id.MemberId);
        builder.HasIndex(id => new { id.Value, id.System }).IsUnique();
    }
}
