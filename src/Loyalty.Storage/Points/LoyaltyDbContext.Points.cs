using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<WalletState> Wallets => Set<WalletState>();

    public DbSet<Entry> Entries => Set<Entry>();

    public DbSet<Lot> Lots => Set<Lot>();

    public DbSet<Hold> Holds => Set<Hold>();

    public DbSet<LedgerOperation> Operations => Set<LedgerOperation>();

    public DbSet<Adjustment> Adjustments => Set<Adjustment>();

    public DbSet<AdjustmentReason> AdjustmentReasons => Set<AdjustmentReason>();

    public DbSet<AdjustmentLimit> AdjustmentLimits => Set<AdjustmentLimit>();

    public DbSet<AdjustmentDay> AdjustmentDays => Set<AdjustmentDay>();

    public DbSet<LedgerTotal> LedgerTotals => Set<LedgerTotal>();

    public DbSet<AccountingPeriod> AccountingPeriods => Set<AccountingPeriod>();
}
