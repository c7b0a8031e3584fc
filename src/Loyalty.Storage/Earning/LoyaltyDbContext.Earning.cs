using Loyalty.Domain.Earning;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<EarningRule> EarningRules => Set<EarningRule>();

    public DbSet<EarningRuleVersion> EarningRuleVersions => Set<EarningRuleVersion>();

    public DbSet<Backtest> Backtests => Set<Backtest>();
}
