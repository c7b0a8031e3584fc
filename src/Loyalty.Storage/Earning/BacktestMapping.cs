using Loyalty.Domain.Earning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Earning;

internal sealed class BacktestMapping : IEntityTypeConfiguration<Backtest>
{
    public void Configure(EntityTypeBuilder<Backtest> builder)
    {
        builder.ToTable("backtests");
        builder.HasKey(backtest => backtest.Id);
        builder.Property(backtest => backtest.Id).ValueGeneratedNever();
        // FROM is a word of every database's own.
        builder.Property(backtest => backtest.From).HasColumnName("events_from");
        builder.Property(backtest => backtest.Until).HasColumnName("events_until");
        builder.Property(backtest => backtest.DefinitionJson).HasMaxLength(EarningRuleMapping.Unlimited);
        builder.Property(backtest => backtest.Result).HasMaxLength(EarningRuleMapping.Unlimited);
        builder
            .HasOne<EarningRule>()
            .WithMany()
            .HasForeignKey(backtest => backtest.RuleId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(backtest => new { backtest.RuleId, backtest.StartedAt });
    }
}
