using Loyalty.Domain.Members;
using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Members;

internal sealed class MemberAttributeMapping : IEntityTypeConfiguration<MemberAttribute>
{
    public void Configure(EntityTypeBuilder<MemberAttribute> builder)
    {
        builder.ToTable("member_attributes");
        builder.HasKey(attribute => new { attribute.MemberId, attribute.Key });
        builder
            .Property(attribute => attribute.Key)
            // Databases have other ideas of what KEY is.
            .HasColumnName("attribute_key")
            .HasMaxLength(MemberAttribute.KeyLengthMax)
            .IsUnicode(unicode: false)
            .IsOrdinal();
        builder
            .Property(attribute => attribute.Value)
            .HasColumnName("attribute_value")
            .HasMaxLength(MemberAttribute.ValueLengthMax);
        builder.BelongsToMember(attribute => attribute.MemberId);
    }
}
