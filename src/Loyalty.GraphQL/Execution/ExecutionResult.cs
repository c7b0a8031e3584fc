using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Loyalty.GraphQL.Execution;

namespace Loyalty.GraphQL;

/// <summary>The response to a request (section 7.1).</summary>
public sealed class ExecutionResult : IDisposable
{
    internal static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1000,
        SkipValidation = true,
    };

    private readonly ResponseText? text;

    internal ExecutionResult(ResponseText text, IReadOnlyList<GraphQLError> errors) =>
        (this.text, Errors) = (text, errors);

    internal ExecutionResult(params IReadOnlyList<GraphQLError> errors) => Errors = errors;

    internal static ReadOnlySpan<byte> DataName => "{\"data\":"u8;

    public IReadOnlyList<GraphQLError> Errors { get; }

    /// <summary>Further members of the response, written to <c>extensions</c>.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; internal set; }

    /// <summary>False for a request error: nothing was executed, and the response has no <c>data</c>.</summary>
    public bool IsExecuted => text is not null;

    /// <summary>Gives the response's memory back; it cannot be written afterwards. Without it the memory is merely collected.</summary>
    public void Dispose() => text?.Release();

    /// <summary>Writes the response as JSON, errors first (section 7.1.1: it helps whoever reads it).</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        if (text is not null && Errors.Count == 0 && Extensions is null)
        {
            text.WriteTo(output, skip: 0);
            output.Write("}"u8);
            return;
        }
        bool hasMembers;
        using (var writer = new Utf8JsonWriter(output, WriterOptions))
        {
            writer.WriteStartObject();
            if (Errors.Count > 0)
                WriteErrors(writer);
            if (Extensions is { Count: > 0 })
                WriteResponseExtensions(writer, Extensions);
            hasMembers = Errors.Count > 0 || Extensions is { Count: > 0 };
        }
        if (text is not null)
        {
            if (hasMembers)
                output.Write(","u8);
            text.WriteTo(output, skip: 1);
        }
        output.Write("}"u8);
    }

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteTo(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteResponseExtensions(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> extensions)
    {
        writer.WritePropertyName("extensions"u8);
        JsonSerializer.Serialize(writer, extensions, JsonSerializerOptions.Web);
    }

    private void WriteErrors(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("errors"u8);
        foreach (var error in Errors)
        {
            writer.WriteStartObject();
            writer.WriteString("message"u8, error.Message);
            if (error.Locations.Count > 0)
                WriteLocations(writer, error);
            if (error.Path is not null)
                WritePath(writer, error.Path);
            if (error.Code is not null || error.Extensions.Count > 0)
                WriteExtensions(writer, error);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteLocations(Utf8JsonWriter writer, GraphQLError error)
    {
        writer.WriteStartArray("locations"u8);
        foreach (var location in error.Locations)
        {
            writer.WriteStartObject();
            writer.WriteNumber("line"u8, location.Line);
            writer.WriteNumber("column"u8, location.Column);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WritePath(Utf8JsonWriter writer, IReadOnlyList<object> path)
    {
        writer.WriteStartArray("path"u8);
        foreach (var segment in path)
        {
            if (segment is int at)
                writer.WriteNumberValue(at);
            else
                writer.WriteStringValue((string)segment);
        }
        writer.WriteEndArray();
    }

    private static void WriteExtensions(Utf8JsonWriter writer, GraphQLError error)
    {
        writer.WriteStartObject("extensions"u8);
        if (error.Code is not null)
            writer.WriteString("code"u8, error.Code);
        foreach (var (name, value) in error.Extensions)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value, JsonSerializerOptions.Web);
        }
        writer.WriteEndObject();
    }
}
