using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Loyalty.Domain;
using Loyalty.Domain.Partners;

namespace Loyalty.Application.Partners;

/// <summary>
/// Reads partners' events from CloudEvents 1.0 in JSON (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md).
/// Attributes that are not ours are tolerated, as the specification wants it; <c>data</c> is ours and read strictly.
/// </summary>
public static class CloudEventReader
{
    /// <summary>What every CloudEvents intermediary has to pass on.</summary>
    public const int EventBytesMax = 64 * 1024;

    public const int DepthMax = 16;

    private static readonly SearchValues<char> UriCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"
    );

    /// <param name="json">one event.</param>
    /// <param name="body">the bytes that <paramref name="json"/> was parsed from, of well-formed UTF-8.</param>
    public static IncomingEvent Read(JsonElement json, ReadOnlyMemory<byte> body)
    {
        var raw = JsonMarshal.GetRawUtf8Value(json);
        body.Span.Overlaps(raw, out var offset);
        var bytes = body.Slice(offset, raw.Length);
        if (json.ValueKind != JsonValueKind.Object)
        {
            return Refuse(new Refusal.InvalidRequest("event", "must be a JSON object"), json, raw, bytes);
        }

        if (raw.Length > EventBytesMax)
        {
            return Refuse(new EventRefusal.EventTooLarge(EventBytesMax), json, raw, default);
        }

        var (hash, fault) = CanonicalJson.Hash(json, DepthMax);
        if (fault is { } unfit)
        {
            return Refuse(new Refusal.InvalidRequest(unfit.Path, unfit.Error), json, raw, bytes);
        }

        var fields = new EventFields();
        var envelope = ReadEnvelope(json, fields, hash!, bytes);
        var partnerEvent = EventDataReader.Read(envelope, json, fields);
        return fields.Refusal is { } refusal
            ? new IncomingEvent.Refused(
                refusal,
                envelope.Source,
                envelope.Id,
                envelope.Type,
                envelope.Time,
                hash!,
                bytes
            )
            : new IncomingEvent.Sound(partnerEvent!);
    }

    /// <summary>Reads an event that was kept.</summary>
    public static IncomingEvent Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 64 });
        return Read(document.RootElement, body);
    }

    private static EventEnvelope ReadEnvelope(
        JsonElement json,
        EventFields fields,
        byte[] hash,
        ReadOnlyMemory<byte> bytes
    )
    {
        var version = fields.Text(json, "specversion", "specversion", lengthMax: 10);
        if (version is not (null or "1.0"))
        {
            fields.Add("specversion", "must be 1.0");
        }

        var source = fields.Text(json, "source", "source", PartnerEventRecord.SourceLengthMax);
        if (source is not null && !IsUriReference(source))
        {
            fields.Add("source", "must be a URI reference");
            source = null;
        }

        var contentType = fields.Text(json, "datacontenttype", "datacontenttype", lengthMax: 100, required: false);
        if (contentType is not null && !IsJson(contentType))
        {
            fields.Add("datacontenttype", "must be application/json");
        }

        if (EventFields.Get(json, "data_base64") is not null)
        {
            fields.Add("data_base64", "is not taken; send data as JSON");
        }

        return new EventEnvelope(
            source,
            fields.Text(json, "id", "id", PartnerEventRecord.EventIdLengthMax),
            fields.Text(json, "type", "type", PartnerEventRecord.TypeLengthMax),
            fields.Instant(json, "time", "time"),
            hash,
            bytes
        );
    }

    /// <summary>The characters of RFC 3986; what they mean to the partner is its own affair.</summary>
    private static bool IsUriReference(string text) => !text.AsSpan().ContainsAnyExcept(UriCharacters);

    private static bool IsJson(string contentType)
    {
        var type = contentType.AsSpan();
        var semicolon = type.IndexOf(';');
        return (semicolon < 0 ? type : type[..semicolon])
            .Trim()
            .Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Refused before its fields were looked at; source and id are read as far as they can be, so that the refusal
    /// stands under the event's own key.</summary>
    private static IncomingEvent.Refused Refuse(
        Refusal reason,
        JsonElement json,
        ReadOnlySpan<byte> raw,
        ReadOnlyMemory<byte> kept
    )
    {
        var hash = SHA256.HashData(raw);
        return new IncomingEvent.Refused(
            reason,
            Peek(json, "source", PartnerEventRecord.SourceLengthMax) is { } source && IsUriReference(source)
                ? source
                : null,
            Peek(json, "id", PartnerEventRecord.EventIdLengthMax),
            Peek(json, "type", PartnerEventRecord.TypeLengthMax),
            OccurredAt: null,
            hash,
            kept
        );
    }

    private static string? Peek(JsonElement json, string name, int lengthMax)
    {
        if (
            json.ValueKind != JsonValueKind.Object
            || EventFields.Get(json, name) is not { ValueKind: JsonValueKind.String } value
            || JsonMarshal.GetRawUtf8Value(value).Contains((byte)'\\')
        )
        {
            return null;
        }

        var text = value.GetString()!;
        return text.Length >= 1 && text.Length <= lengthMax && !EventFields.HasControl(text) ? text : null;
    }
}

/// <summary>What every event has; a part is null when it is not sound, and named among the errors.</summary>
internal sealed record EventEnvelope(
    string? Source,
    string? Id,
    string? Type,
    DateTimeOffset? Time,
    byte[] Hash,
    ReadOnlyMemory<byte> Json
)
{
    /// <summary>Of an event that is sound in all its parts.</summary>
    public PartnerEventHead HeadOf(MemberReference member) => new(Source!, Id!, Time!.Value, Hash, Json, member);
}
