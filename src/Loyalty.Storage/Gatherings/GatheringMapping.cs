using Loyalty.Domain.Gatherings;
using Loyalty.Storage.Conventions;
using Loyalty.Storage.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Gatherings;

internal sealed class GatheringMapping : IEntityTypeConfiguration<Gathering>
{
    public void Configure(EntityTypeBuilder<Gathering> builder)
    {
        builder.ToTable("gatherings");
        builder.HasKey(gathering => gathering.Id);
        builder.Property(gathering => gathering.Id).ValueGeneratedNever();
        builder.Property(gathering => gathering.Code).HasMaxLength(GatheringDefinition.CodeLengthMax).IsOrdinal();
        builder
            .Property(gathering => gathering.Definition)
            .HasConversion<DefinitionConverter<GatheringDefinition>, DefinitionComparer<GatheringDefinition>>()
            .HasMaxLength(-1);
        builder.HasIndex(gathering => gathering.Code).IsUnique();
        // Staff page by it.
        builder.HasIndex(gathering => new { gathering.BeginsAt, gathering.Id });
        // What the jobs look after, and what members see.
        builder.HasIndex(gathering => new { gathering.Status, gathering.EndsAt });
    }
}

internal sealed class GatheringInvitationMapping : IEntityTypeConfiguration<GatheringInvitation>
{
    public void Configure(EntityTypeBuilder<GatheringInvitation> builder)
    {
        builder.ToTable("gathering_invitations");
        builder.HasKey(invitation => new { invitation.GatheringId, invitation.MemberId });
        builder.BelongsToMember(invitation => invitation.MemberId);
        builder
            .HasOne<Gathering>()
            .WithMany()
            .HasForeignKey(invitation => invitation.GatheringId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(invitation => invitation.MemberId);
    }
}

internal sealed class GatheringSignUpMapping : IEntityTypeConfiguration<GatheringSignUp>
{
    public void Configure(EntityTypeBuilder<GatheringSignUp> builder)
    {
        builder.ToTable("gathering_sign_ups");
        builder.HasKey(signUp => signUp.Id);
        builder.Property(signUp => signUp.Id).ValueGeneratedNever();
        builder.Ignore(signUp => signUp.Party);
        builder.Ignore(signUp => signUp.HoldsPlace);
        builder.BelongsToMember(signUp => signUp.MemberId);
        builder
            .HasOne<Gathering>()
            .WithMany()
            .HasForeignKey(signUp => signUp.GatheringId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(signUp => new { signUp.GatheringId, signUp.MemberId }).IsUnique();
        // Lists in the order of sign-up.
        builder.HasIndex(signUp => new
        {
            signUp.GatheringId,
            signUp.Number,
            signUp.Id,
        });
        // Who waits, and how many places are taken.
        builder.HasIndex(signUp => new
        {
            signUp.GatheringId,
            signUp.Status,
            signUp.Number,
        });
        builder.HasIndex(signUp => signUp.MemberId);
    }
}
