using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Points;

internal sealed class PointCurrencyMapping : IEntityTypeConfiguration<PointCurrency>
{
    public void Configure(EntityTypeBuilder<PointCurrency> builder)
    {
        builder.ToTable("point_currencies");
        builder.HasKey(currency => currency.Code);
        builder.Property(currency => currency.Code).ValueGeneratedNever();
        builder.Property(currency => currency.Name).HasMaxLength(PointCurrency.NameLengthMax);
    }
}
