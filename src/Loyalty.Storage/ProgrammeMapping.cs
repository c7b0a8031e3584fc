using Loyalty.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage;

internal sealed class ProgrammeMapping : IEntityTypeConfiguration<Programme>
{
    public void Configure(EntityTypeBuilder<Programme> builder)
    {
        builder.ToTable(
            "programmes",
            table => table.HasCheckConstraint("ck_programmes_only_one", $"id = {Programme.OnlyId}")
        );
        builder.HasKey(programme => programme.Id);
        builder.Property(programme => programme.Id).ValueGeneratedNever();
        builder.Property(programme => programme.Name).HasMaxLength(Programme.NameLengthMax);
        builder.Property(programme => programme.TimeZone).HasMaxLength(Programme.TimeZoneLengthMax);
        builder.Property(programme => programme.ErasureKey).HasMaxLength(1000);
        builder.HasData(
            new Programme
            {
                Name = "Club",
                TimeZone = "UTC",
                ReturnPolicy = ReturnPolicy.WithArrears,
                Version = 1,
            }
        );
    }
}

public abstract partial class LoyaltyDbContext
{
    /// <summary>One row, from the first migration on.</summary>
    public DbSet<Programme> Programmes => Set<Programme>();
}
