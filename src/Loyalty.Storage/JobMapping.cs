using Loyalty.Domain;
using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage;

internal sealed class JobMapping : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("jobs");
        builder.HasKey(job => job.Name);
        builder.Property(job => job.Name).HasMaxLength(Job.NameLengthMax).IsOrdinal();
        builder.Property(job => job.Cursor).HasMaxLength(Job.CursorLengthMax);
        builder.Property(job => job.Node).HasMaxLength(Job.NodeLengthMax);
    }
}

public abstract partial class LoyaltyDbContext
{
    public DbSet<Job> Jobs => Set<Job>();
}
