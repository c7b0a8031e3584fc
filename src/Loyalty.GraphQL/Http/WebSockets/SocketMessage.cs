using System.Text.Json;

namespace Loyalty.GraphQL.Http;

internal enum SocketMessageType
{
    ConnectionInit,
    Ping,
    Pong,
    Subscribe,
    Complete,
}

/// <summary>A message from the client in the form that the protocol gives it.</summary>
internal sealed record SocketMessage(SocketMessageType Type, string Id, JsonElement Payload) : IDisposable
{
    /// <summary>For <see cref="SocketMessageType.Subscribe"/>.</summary>
    public RequestParameters? Parameters { get; private init; }

    private JsonDocument? Document { get; init; }

    public void Dispose() => Document?.Dispose();

    /// <param name="problem">What is wrong with it; may go to the client.</param>
    /// <returns>Null when it is no message of the protocol.</returns>
    public static SocketMessage? Parse(byte[] text, int depthMax, out string problem)
    {
        JsonDocument? json = null;
        SocketMessage? message = null;
        try
        {
            json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = depthMax + 1 });
            message = Read(json, out problem);
        }
        catch (JsonException)
        {
            problem = "The message is not JSON, or nested too deep.";
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON, but no text.
            problem = "The message holds text that is not Unicode.";
        }
        if (message is null)
            json?.Dispose();
        return message;
    }

    private static SocketMessage? Read(JsonDocument json, out string problem)
    {
        problem = "";
        var root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            return Bad("The message must be a JSON object.", out problem);
        if (!root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            return Bad("The message has no type.", out problem);
        var payload = root.TryGetProperty("payload", out var given) ? given : default;
        switch (type.GetString())
        {
            case "connection_init":
                return WithPayload(SocketMessageType.ConnectionInit, payload, json, out problem);
            case "ping":
                return WithPayload(SocketMessageType.Ping, payload, json, out problem);
            case "pong":
                return WithPayload(SocketMessageType.Pong, payload, json, out problem);
            case "complete" when IdOf(root) is { } id:
                return new SocketMessage(SocketMessageType.Complete, id, default) { Document = json };
            case "subscribe" when IdOf(root) is { } id:
                var (parameters, wrong) = RequestParameters.FromJson(payload);
                if (parameters is null)
                    return Bad("In the payload: " + wrong!.Error.Message, out problem);
                return new SocketMessage(SocketMessageType.Subscribe, id, payload)
                {
                    Parameters = parameters,
                    Document = json,
                };
            case "complete" or "subscribe":
                return Bad("The message needs an id, a string that is not empty.", out problem);
            default:
                return Bad("The type of the message is not known.", out problem);
        }
    }

    private static SocketMessage? WithPayload(
        SocketMessageType type,
        JsonElement payload,
        JsonDocument json,
        out string problem
    )
    {
        problem = "";
        return payload.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => new SocketMessage(type, "", default) { Document = json },
            JsonValueKind.Object => new SocketMessage(type, "", payload) { Document = json },
            _ => Bad("The payload must be a JSON object.", out problem),
        };
    }

    private static string? IdOf(JsonElement message) =>
        message.TryGetProperty("id", out var id)
        && id.ValueKind == JsonValueKind.String
        && id.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static SocketMessage? Bad(string what, out string problem)
    {
        problem = what;
        return null;
    }
}
