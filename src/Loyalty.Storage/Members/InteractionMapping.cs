using Loyalty.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Members;

internal sealed class InteractionMapping : IEntityTypeConfiguration<Interaction>
{
    public void Configure(EntityTypeBuilder<Interaction> builder)
    {
        builder.ToTable("interactions");
        builder.HasKey(interaction => interaction.Id);
        builder.Property(interaction => interaction.Id).ValueGeneratedNever();
        builder.Property(interaction => interaction.Dealer).HasMaxLength(200);
        builder.BelongsToMember(interaction => interaction.MemberId);
        builder
            .HasOne<Vehicle>()
            .WithMany()
            .HasForeignKey(interaction => interaction.VehicleId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(interaction => new
        {
            interaction.MemberId,
            interaction.OccurredAt,
            interaction.Id,
        });
        // What was recorded lately.
        builder.HasIndex(interaction => new { interaction.RecordedAt, interaction.MemberId });
    }
}

internal sealed class BusinessRelationMapping : IEntityTypeConfiguration<BusinessRelation>
{
    public void Configure(EntityTypeBuilder<BusinessRelation> builder)
    {
        builder.ToTable("business_relations");
        builder.HasKey(relation => relation.Id);
        builder.Property(relation => relation.Id).ValueGeneratedNever();
        builder.Property(relation => relation.OtherName).HasMaxLength(200);
        builder.BelongsToMember(relation => relation.MemberId);
        builder.BelongsToMember(relation => relation.OtherMemberId);
    }
}
