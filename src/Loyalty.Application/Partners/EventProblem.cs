using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Partners;

/// <summary>A refusal as JSON, as <c>partner_events</c> keeps it: <c>code</c>, <c>detail</c> and the refusal's fields.</summary>
public static class EventProblem
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new TextConverter<MoneyCurrency>(),
            new TextConverter<PointCurrencyCode>(),
            new MoneyConverter(),
        },
    };

    public static string ToJson(Refusal refusal)
    {
        var problem = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["code"] = refusal.Code,
            ["detail"] = refusal.Detail,
        };
        foreach (var (name, value) in refusal.Fields)
        {
            problem[name] = value;
        }

        return JsonSerializer.Serialize(problem, Json);
    }

    private sealed class TextConverter<T> : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("amount", value.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture));
            writer.WriteString("currency", value.Currency.Code);
            writer.WriteEndObject();
        }
    }
}
