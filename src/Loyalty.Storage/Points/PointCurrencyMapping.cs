using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage.Points;

internal sealed class PointCurrencyMapping : IEntityTypeConfiguration<PointCurrency>
{
    public void Configure(EntityTypeBuilder<PointCurrency> builder)
    {
        builder.ToTable("point_currencies");
        builder.HasKey(currency => currency.Code);
        builder.Property(currency => currency.Code).ValueGeneratedNever();
        builder.Property(currency => currency.Name).HasMaxLength(PointCurrency.NameLengthMax);
        builder.Property(currency => currency.Expiry).HasConversion(new ExpiryConverter()).HasMaxLength(-1);
        builder.Property(currency => currency.CostPerPoint).HasConversion(new CostConverter()).HasMaxLength(40);
        builder.Property(currency => currency.ValuePerPoint).HasConversion(new CostConverter()).HasMaxLength(40);
    }

    /// <summary><c>{"kind":"endOfMonth","count":12}</c>.</summary>
    private sealed class ExpiryConverter()
        : ValueConverter<ExpiryModel, string>(
            model => JsonSerializer.Serialize(ExpiryForm.Of(model), Json),
            text => Read(text)
        )
    {
        private static ExpiryModel Read(string text) =>
            JsonSerializer.Deserialize<ExpiryForm>(text, Json)!.Read((_, _) => { }) ?? throw new JsonException();
    }

    /// <summary><c>0.008 CNY</c>: a database's own numbers would add zeros, or round.</summary>
    private sealed class CostConverter() : ValueConverter<Money, string>(cost => cost.ToString(), text => Read(text))
    {
        private static Money Read(string text) =>
            new(
                decimal.Parse(text.AsSpan(0, text.IndexOf(' ')), CultureInfo.InvariantCulture),
                MoneyCurrency.Parse(text[^3..])
            );
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };
}
