using Loyalty.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Members;

internal sealed class MemberFlagMapping : IEntityTypeConfiguration<MemberFlag>
{
    public void Configure(EntityTypeBuilder<MemberFlag> builder)
    {
        builder.ToTable("member_flags");
        builder.HasKey(flag => new
        {
            flag.MemberId,
            flag.Flag,
            flag.Since,
        });
        builder.BelongsToMember(flag => flag.MemberId);
        // Whoever ends a flag that somebody else has ended meanwhile must not tell it twice.
        builder.Property(flag => flag.Until).IsConcurrencyToken();
        // Who has a flag now, in the order of the search; and nobody has one twice.
        builder.HasIndex(flag => new { flag.Flag, flag.MemberId }).IsUnique().HasFilter("until IS NULL");
    }
}
