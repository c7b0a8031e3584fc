using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Points;

internal sealed class AccountingPeriodMapping : IEntityTypeConfiguration<AccountingPeriod>
{
    public void Configure(EntityTypeBuilder<AccountingPeriod> builder)
    {
        builder.ToTable("accounting_periods");
        builder.HasKey(period => period.FirstDay);
        builder.Property(period => period.ClosedBy).HasMaxLength(AccountingPeriod.ClosedByLengthMax);
        builder.Property(period => period.FiguresJson).HasMaxLength(-1);
        builder.Ignore(period => period.Month);
    }
}
