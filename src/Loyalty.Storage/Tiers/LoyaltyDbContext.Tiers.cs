using Loyalty.Domain.Tiers;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<TierSet> TierSets => Set<TierSet>();

    public DbSet<TierSetVersion> TierSetVersions => Set<TierSetVersion>();

    public DbSet<Tier> Tiers => Set<Tier>();

    public DbSet<MemberTier> MemberTiers => Set<MemberTier>();

    public DbSet<TierRun> TierRuns => Set<TierRun>();

    /// <summary>One row, from the first migration on.</summary>
    public DbSet<TierWork> TierWork => Set<TierWork>();
}
