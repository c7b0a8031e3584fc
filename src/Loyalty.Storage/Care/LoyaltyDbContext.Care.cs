using Loyalty.Domain.Care;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<CareRule> CareRules => Set<CareRule>();

    public DbSet<CareRuleVersion> CareRuleVersions => Set<CareRuleVersion>();

    public DbSet<CareEvent> CareEvents => Set<CareEvent>();

    public DbSet<CareSettings> CareSettings => Set<CareSettings>();

    public DbSet<CarePreferences> CarePreferences => Set<CarePreferences>();
}
