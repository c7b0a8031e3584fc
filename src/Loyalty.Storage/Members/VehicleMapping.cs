using Loyalty.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Members;

internal sealed class VehicleMapping : IEntityTypeConfiguration<Vehicle>
{
    public void Configure(EntityTypeBuilder<Vehicle> builder)
    {
        builder.ToTable("vehicles");
        builder.HasKey(vehicle => vehicle.Id);
        builder.Property(vehicle => vehicle.Id).ValueGeneratedNever();
        builder.Property(vehicle => vehicle.Model).HasMaxLength(100);
        builder.Property(vehicle => vehicle.Plant).HasMaxLength(100);
        builder.HasIndex(vehicle => vehicle.Vin).IsUnique();
    }
}

internal sealed class VehicleOwnershipMapping : IEntityTypeConfiguration<VehicleOwnership>
{
    public void Configure(EntityTypeBuilder<VehicleOwnership> builder)
    {
        builder.ToTable("vehicle_ownerships");
        builder.HasKey(ownership => ownership.Id);
        builder.Property(ownership => ownership.Id).ValueGeneratedNever();
        builder.Property(ownership => ownership.Dealer).HasMaxLength(200);
        builder.BelongsToMember(ownership => ownership.MemberId);
        builder
            .HasOne<Vehicle>()
            .WithMany()
            .HasForeignKey(ownership => ownership.VehicleId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(ownership => new { ownership.MemberId, ownership.OwnedFrom });
        builder
            .HasIndex(ownership => ownership.VehicleId)
            .HasDatabaseName("ix_vehicle_ownerships_current")
            .IsUnique()
            .HasFilter("owned_until IS NULL");
        builder.HasIndex(ownership => new { ownership.VehicleId, ownership.OwnedFrom });
    }
}

internal sealed class MileageReadingMapping : IEntityTypeConfiguration<MileageReading>
{
    public void Configure(EntityTypeBuilder<MileageReading> builder)
    {
        builder.ToTable("mileage_readings");
        builder.HasKey(reading => reading.Id);
        builder.Property(reading => reading.Id).ValueGeneratedNever();
        builder.Property(reading => reading.Source).HasMaxLength(100);
        builder
            .HasOne<Vehicle>()
            .WithMany()
            .HasForeignKey(reading => reading.VehicleId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(reading => new
        {
            reading.VehicleId,
            reading.ReadOn,
            reading.Id,
        });
    }
}
