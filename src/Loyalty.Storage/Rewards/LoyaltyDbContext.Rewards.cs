using Loyalty.Domain.Rewards;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<Reward> Rewards => Set<Reward>();

    public DbSet<RewardCode> RewardCodes => Set<RewardCode>();

    public DbSet<RewardCount> RewardCounts => Set<RewardCount>();

    public DbSet<Redemption> Redemptions => Set<Redemption>();

    public DbSet<RedemptionTransition> RedemptionTransitions => Set<RedemptionTransition>();

    public DbSet<RedemptionEndpoint> RedemptionEndpoints => Set<RedemptionEndpoint>();

    public DbSet<OrderDifference> OrderDifferences => Set<OrderDifference>();
}
