using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loyalty.Storage.Conventions;

/// <summary>A code of the club within a JSON text, as the text that it is parsed from.</summary>
internal sealed class ParsedTextConverter<T>(Func<string, T> parse) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value!.ToString());
}
