using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Http;

/// <summary>Ids travel as their prefixed text.</summary>
internal sealed class IdentifierJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsValueType
        && typeToConvert
            .GetInterfaces()
            .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IIdentifier<>));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TId> : JsonConverter<TId>
        where TId : struct, IIdentifier<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Identifier.TryParse<TId>(reader.GetString(), out var id)
                ? id
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Identifier.Format(value));
    }
}

/// <summary>Money is <c>{"amount": "12.50", "currency": "CZK"}</c>: the amount is a string, because a JSON number passes
/// through binary fractions in most clients.</summary>
internal sealed class MoneyJsonConverter : JsonConverter<Money>
{
    private sealed record Wire(string Amount, MoneyCurrency Currency);

    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var wire = ReadWire(ref reader, options) ?? throw new JsonException();
        return decimal.TryParse(
            wire.Amount,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var amount
        )
            ? new Money(amount, wire.Currency)
            : throw new JsonException();
    }

    private static Wire? ReadWire(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<Wire>(ref reader, options);
        }
        catch (JsonException)
        {
            // Its path begins within the money; one without a path gets that of the field.
            throw new JsonException();
        }
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("amount", value.Amount.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("currency", value.Currency.Code);
        writer.WriteEndObject();
    }
}

internal sealed class MoneyCurrencyJsonConverter : JsonConverter<MoneyCurrency>
{
    public override MoneyCurrency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && MoneyCurrency.TryParse(reader.GetString(), out var currency)
            ? currency
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, MoneyCurrency value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code);
}

internal sealed class PointCurrencyCodeJsonConverter : JsonConverter<PointCurrencyCode>
{
    public override PointCurrencyCode Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        reader.TokenType == JsonTokenType.String && PointCurrencyCode.TryParse(reader.GetString(), out var code)
            ? code
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, PointCurrencyCode value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
