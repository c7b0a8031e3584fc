using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loyalty.Domain.Points;

/// <summary>The form in which the figures of closed periods are kept.</summary>
internal static class AccountJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
        Converters = { new CurrencyConverter(), new FunderConverter(), new MoneyConverter() },
    };

    private sealed class CurrencyConverter : JsonConverter<PointCurrencyCode>
    {
        public override PointCurrencyCode Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => PointCurrencyCode.TryParse(reader.GetString(), out var code) ? code : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, PointCurrencyCode value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    private sealed class FunderConverter : JsonConverter<Funder>
    {
        public override Funder Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, Funder value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    /// <summary><c>0.008 CNY</c>.</summary>
    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString()?.Split(' ') is [var amount, var code]
            && decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            && MoneyCurrency.TryParse(code, out var currency)
                ? new Money(number, currency)
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
