using System.Reflection;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage.Conventions;
using Loyalty.Storage.Members;
using Loyalty.Storage.Tiers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Loyalty.Storage;

/// <summary>
/// The one model of everything that is stored. Each noun's sets stand in its folder (<c>Members/…</c>), each provider's
/// migrations hang on a derived context.
/// </summary>
public abstract partial class LoyaltyDbContext(DbContextOptions options) : DbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        IdentifierConvention.Apply(configurationBuilder);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<string>().HaveMaxLength(400);
        configurationBuilder.Properties<decimal>().HavePrecision(19, 4);
        configurationBuilder
            .Properties<PointCurrencyCode>()
            .HaveConversion<PointCurrencyCodeConverter>()
            .HaveMaxLength(PointCurrencyCode.LengthMax);
        configurationBuilder.Properties<MoneyCurrency>().HaveConversion<MoneyCurrencyConverter>().HaveMaxLength(3);
        MemberConventions.Apply(configurationBuilder);
        TierConventions.Apply(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(Assembly.GetExecutingAssembly());
        NamingConvention.Apply(modelBuilder);
        VersionConvention.Apply(modelBuilder);
        OrdinalConvention.Apply(modelBuilder, Database.ProviderName);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        CountVersionsUp();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        CountVersionsUp();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    private void CountVersionsUp()
    {
        foreach (EntityEntry<IVersioned> entry in ChangeTracker.Entries<IVersioned>())
        {
            if (entry.State is EntityState.Modified or EntityState.Added)
            {
                entry.Entity.Version++;
            }
        }
    }
}
