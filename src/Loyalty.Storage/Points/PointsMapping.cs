using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Points;

// The ledger's tables are written by the dialects' statements alone; the context reads them. The wallet's id leads every key,
// so that they can be distributed by wallet.
internal sealed class WalletMapping : IEntityTypeConfiguration<WalletState>
{
    public void Configure(EntityTypeBuilder<WalletState> builder)
    {
        builder.ToTable("wallets");
        builder.HasKey(wallet => wallet.WalletId);
        builder.Property(wallet => wallet.WalletId).ValueGeneratedNever();
        builder.Property(wallet => wallet.Hash).HasMaxLength(EntryHash.Length);
        builder.HasIndex(wallet => new { wallet.MemberId, wallet.Currency }).IsUnique();
    }
}

internal sealed class EntryMapping : IEntityTypeConfiguration<Entry>
{
    public void Configure(EntityTypeBuilder<Entry> builder)
    {
        builder.ToTable("entries");
        builder.HasKey(entry => new { entry.WalletId, entry.Sequence });
        builder.Property(entry => entry.Kind).HasConversion<int>();
        builder.Property(entry => entry.CounterAccount).HasMaxLength(40);
        builder.Property(entry => entry.LotMoves).HasMaxLength(-1);
        builder.Property(entry => entry.Explanation).HasMaxLength(-1);
        builder.Property(entry => entry.Hash).HasMaxLength(EntryHash.Length);
        builder.Ignore(entry => entry.Id);
        builder.Ignore(entry => entry.NewMoves);
    }
}

internal sealed class LotMapping : IEntityTypeConfiguration<Lot>
{
    public void Configure(EntityTypeBuilder<Lot> builder)
    {
        builder.ToTable("lots");
        builder.HasKey(lot => new
        {
            lot.WalletId,
            lot.ExpiresOn,
            lot.ActivatesOn,
            lot.Funder,
        });
        builder.Property(lot => lot.Funder).HasConversion(funder => funder.Value, value => new Funder(value));
        builder.Ignore(lot => lot.Key);
        // For what lapses on a day. Points stand neither in the index nor in a filter of it, so that PostgreSQL goes on changing
        // rows in place when points are moved.
        builder.HasIndex(lot => new { lot.ExpiresOn, lot.WalletId });
    }
}

internal sealed class CapCounterMapping : IEntityTypeConfiguration<CapCounter>
{
    public void Configure(EntityTypeBuilder<CapCounter> builder)
    {
        builder.ToTable("cap_counters");
        builder.HasKey(counter => new
        {
            counter.WalletId,
            counter.CapId,
            counter.PeriodStart,
        });
    }
}

internal sealed class HoldMapping : IEntityTypeConfiguration<Hold>
{
    public void Configure(EntityTypeBuilder<Hold> builder)
    {
        builder.ToTable("holds");
        builder.HasKey(hold => new { hold.WalletId, hold.HoldId });
        builder.Property(hold => hold.Status).HasConversion<int>();
        builder.Property(hold => hold.Lots).HasMaxLength(-1);
        builder.HasIndex(hold => hold.HoldId).IsUnique();
        // 0: open ones, for the job that ends them.
        builder.HasIndex(hold => new { hold.ExpiresAt, hold.HoldId }).HasFilter("status = 0");
    }
}

internal sealed class LedgerOperationMapping : IEntityTypeConfiguration<LedgerOperation>
{
    public void Configure(EntityTypeBuilder<LedgerOperation> builder)
    {
        builder.ToTable("operations");
        builder.HasKey(operation => operation.OperationKey);
        builder.Property(operation => operation.OperationKey).ValueGeneratedNever();
        builder.Property(operation => operation.Actor).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.Property(operation => operation.ContentHash).HasMaxLength(32).IsFixedLength();
        builder.Property(operation => operation.Reference).HasMaxLength(LedgerOperation.ReferenceLengthMax);
        builder.Property(operation => operation.Reason).HasMaxLength(LedgerOperation.ReasonLengthMax);
        builder.Property(operation => operation.Payment).HasMaxLength(-1);
        builder.Property(operation => operation.Postings).HasMaxLength(-1);
        builder.HasIndex(operation => new
        {
            operation.MemberId,
            operation.RecordedAt,
            operation.OperationKey,
        });
    }
}

internal sealed class LedgerTotalMapping : IEntityTypeConfiguration<LedgerTotal>
{
    public void Configure(EntityTypeBuilder<LedgerTotal> builder)
    {
        builder.ToTable("ledger_totals");
        builder.HasKey(total => new
        {
            total.Day,
            total.Currency,
            total.Kind,
            total.CounterAccount,
            total.Funder,
            total.Slot,
        });
        builder.Property(total => total.Kind).HasConversion<int>();
        builder.Property(total => total.CounterAccount).HasMaxLength(40);
        builder.Property(total => total.Funder).HasConversion(funder => funder.Value, value => new Funder(value));
    }
}
