using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Members;

internal sealed class HouseholdMapping : IEntityTypeConfiguration<Household>
{
    public void Configure(EntityTypeBuilder<Household> builder)
    {
        builder.ToTable("households");
        builder.HasKey(household => household.Id);
        builder.Property(household => household.Id).ValueGeneratedNever();
        builder.Property(household => household.Name).HasMaxLength(Household.NameLengthMax);
        builder.Ignore(household => household.Members);
        builder.BelongsToMember(household => household.OrganiserId);
        builder
            .HasMany(household => household.Places)
            .WithOne()
            .HasForeignKey(place => place.HouseholdId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class HouseholdPlaceMapping : IEntityTypeConfiguration<HouseholdPlace>
{
    public void Configure(EntityTypeBuilder<HouseholdPlace> builder)
    {
        builder.ToTable("household_places");
        builder.HasKey(place => place.Id);
        builder.Property(place => place.Id).ValueGeneratedNever();
        builder.Property(place => place.InvitedBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.BelongsToMember(place => place.MemberId);
        // A member is in one household at a time, whoever puts the member into two at the same moment.
        builder
            .HasIndex(place => place.MemberId, "ix_household_places_current")
            .IsUnique()
            .HasFilter("joined_at IS NOT NULL AND ended_at IS NULL");
        builder.HasIndex(place => new { place.MemberId, place.InvitedAt });
        builder
            .HasIndex(place => new { place.HouseholdId, place.MemberId }, "ix_household_places_open")
            .IsUnique()
            .HasFilter("ended_at IS NULL");
        builder.HasIndex(place => place.HouseholdId);
    }
}
