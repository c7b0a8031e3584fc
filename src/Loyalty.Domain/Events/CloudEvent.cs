using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Events;

/// <summary>Writes an event as CloudEvents 1.0 has it in JSON (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md).</summary>
/// <param name="Source">a URI reference that tells this installation from others.</param>
/// <param name="Subject">the member; left out of what is about nobody.</param>
public sealed record CloudEvent(
    string Specversion,
    string Id,
    string Source,
    string Type,
    DateTimeOffset Time,
    string? Subject,
    string Datacontenttype,
    object Data
)
{
    public const string MediaType = "application/cloudevents+json";
    public const int SourceLengthMax = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Write(
        ClubEventId id,
        string source,
        string type,
        MemberId? member,
        DateTimeOffset time,
        object data
    ) =>
        JsonSerializer.Serialize(
            new CloudEvent("1.0", id.ToString(), source, type, time, member?.ToString(), "application/json", data),
            Json
        );
}
