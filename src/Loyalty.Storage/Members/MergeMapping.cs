using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Members;

internal sealed class MemberMergeMapping : IEntityTypeConfiguration<MemberMerge>
{
    public void Configure(EntityTypeBuilder<MemberMerge> builder)
    {
        builder.ToTable("member_merges");
        builder.HasKey(merge => merge.Id);
        builder.Property(merge => merge.Id).ValueGeneratedNever();
        builder.Property(merge => merge.Moved).HasMaxLength(-1);
        builder.Property(merge => merge.MergedBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.Property(merge => merge.UndoneBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.BelongsToMember(merge => merge.SurvivorId);
        builder.BelongsToMember(merge => merge.DuplicateId);
    }
}

internal sealed class ErasedReferenceMapping : IEntityTypeConfiguration<ErasedReference>
{
    public void Configure(EntityTypeBuilder<ErasedReference> builder)
    {
        builder.ToTable("erased_references");
        builder.HasKey(reference => reference.Hash);
        builder.Property(reference => reference.Hash).HasMaxLength(ErasedReference.HashLength).IsFixedLength();
    }
}
