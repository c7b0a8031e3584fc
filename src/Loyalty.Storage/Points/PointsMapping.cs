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
