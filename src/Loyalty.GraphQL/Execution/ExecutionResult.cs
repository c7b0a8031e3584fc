using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL;

/// <summary>The response to a request (section 7.1).</summary>
public sealed class ExecutionResult
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // The executor has bounded the depth, and the writer keeps its own order.
        MaxDepth = 1000,
        SkipValidation = true,
    };

    private readonly ObjectNode? root;

    internal ExecutionResult(ObjectNode root, IReadOnlyList<GraphQLError> errors) =>
        (this.root, Errors) = (root, errors);

    internal ExecutionResult(params IReadOnlyList<GraphQLError> errors) => Errors = errors;

    public IReadOnlyList<GraphQLError> Errors { get; }

    /// <summary>Further members of the response, written to <c>extensions</c>.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; internal set; }

    /// <summary>False for a request error: nothing was executed, and the response has no <c>data</c>.</summary>
    public bool IsExecuted => root is not null;

    /// <summary>Writes the response as JSON, errors first.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        if (Errors.Count > 0)
            WriteErrors(writer);
        if (root is not null)
        {
            writer.WritePropertyName("data"u8);
            WriteObject(writer, root.Dead ? null : root);
        }
        if (Extensions is { Count: > 0 })
            WriteResponseExtensions(writer, Extensions);
        writer.WriteEndObject();
    }

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteTo(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteObject(Utf8JsonWriter writer, ObjectNode? node)
    {
        if (node is null)
        {
            writer.WriteNullValue();
            return;
        }
        writer.WriteStartObject();
        var fields = node.Plan.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            writer.WritePropertyName(fields[i].EncodedName);
            WriteValue(writer, node.Values[i], fields[i].NamedType);
        }
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value, NamedType type)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case ObjectNode node:
                WriteObject(writer, node);
                break;
            case ListNode list:
                writer.WriteStartArray();
                foreach (var item in list.Values)
                    WriteValue(writer, item, type);
                writer.WriteEndArray();
                break;
            case EnumValue name:
                writer.WriteStringValue(name.Encoded);
                break;
            default:
                ((ScalarType)type).Write(writer, value);
                break;
        }
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
