using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace Loyalty.GraphQL.Http;

/// <summary>Sends messages one after the other; whoever has one waits until the client's side has taken those before it.</summary>
internal sealed class SocketWriter(WebSocket socket, TimeSpan sendTimeout) : IDisposable
{
    private const int BufferKeptBytesMax = 64 * 1024;

    private readonly SemaphoreSlim turn = new(1);
    private ArrayBufferWriter<byte> buffer = new();
    private bool closed;

    public Task AcknowledgeAsync() => SendAsync("""{"type":"connection_ack"}"""u8.ToArray());

    public Task PingAsync() => SendAsync("""{"type":"ping"}"""u8.ToArray());

    public Task PongAsync(JsonElement payload) =>
        SendAsync(
            null,
            output => Write(output, "pong", null, payload.ValueKind == JsonValueKind.Object ? payload : null)
        );

    public Task NextAsync(SocketOperation operation, ExecutionResult result) =>
        SendAsync(
            operation,
            output =>
            {
                WriteStart(output, "next"u8, operation.Id);
                result.WriteTo(output);
                output.Write("}"u8);
            }
        );

    /// <summary>The errors of a response without data; no <c>complete</c> follows.</summary>
    public Task ErrorAsync(SocketOperation operation, ExecutionResult result) =>
        SendAsync(
            operation,
            output =>
            {
                var response = new ArrayBufferWriter<byte>();
                result.WriteTo(response);
                using var json = JsonDocument.Parse(
                    response.WrittenMemory,
                    new JsonDocumentOptions { MaxDepth = 1000 }
                );
                Write(output, "error", operation.Id, json.RootElement.GetProperty("errors"));
            }
        );

    public Task CompleteAsync(SocketOperation operation) =>
        SendAsync(operation, output => Write(output, "complete", operation.Id, null));

    /// <summary>Sends the closing frame; what others still have to say is dropped.</summary>
    public async Task CloseAsync(SocketClose close, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            closed = true;
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)close.Code, close.Reason, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private Task SendAsync(byte[] message) => SendAsync(null, output => output.Write(message));

    private async Task SendAsync(SocketOperation? operation, Action<ArrayBufferWriter<byte>> write)
    {
        await turn.WaitAsync();
        try
        {
            // After the client's `complete` its id may stand for another operation already.
            if (closed || operation is { IsCancelled: true })
                return;
            buffer.ResetWrittenCount();
            write(buffer);
            using var limit = new CancellationTokenSource(sendTimeout);
            await socket.SendAsync(buffer.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
            if (buffer.Capacity > BufferKeptBytesMax)
                buffer = new ArrayBufferWriter<byte>();
        }
        finally
        {
            turn.Release();
        }
    }

    private static void WriteStart(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> type, string id)
    {
        output.Write("{\"id\":\""u8);
        output.Write(JsonEncodedText.Encode(id).EncodedUtf8Bytes);
        output.Write("\",\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"payload\":"u8);
    }

    private static void Write(ArrayBufferWriter<byte> output, string type, string? id, JsonElement? payload)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { MaxDepth = 1000 });
        writer.WriteStartObject();
        if (id is not null)
            writer.WriteString("id"u8, id);
        writer.WriteString("type"u8, type);
        if (payload is { } value)
        {
            writer.WritePropertyName("payload"u8);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }
}
