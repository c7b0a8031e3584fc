using System.Buffers;
using System.Net.WebSockets;
using System.Security.Claims;
using Loyalty.GraphQL.Documents;
using Loyalty.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL.Http;

/// <summary>
/// One socket that speaks <c>graphql-transport-ws</c> (PROTOCOL.md of graphql-ws), from the upgrade to the end. One flow reads
/// and answers; operations run beside it.
/// </summary>
internal sealed class SocketSession(
    WebSocket socket,
    HttpContext http,
    RequestExecutor executor,
    DocumentSource documents,
    GraphQLOptions options,
    TimeProvider clock,
    ILogger logger
) : IDisposable
{
    private const int ReceiveBytes = 4 * 1024;

    // One large message must not hold its memory while the socket is idle.
    private const int KeptBytesMax = 64 * 1024;

    /// <summary>How long the client may take to answer the closing frame.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<SocketClose> closing = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly SocketWriter writer = new(socket, options.Sockets.SendTimeout);
    private readonly CancellationTokenSource ended = new();
    private ClaimsPrincipal? user;
    private SignInEnd? signInEnd;
    private bool isInitialised;
    private SocketOperations? operations;

    private SocketOperations Operations =>
        operations ??= new(http, executor, documents, options.Sockets, writer, logger);

    public async Task RunAsync(CancellationToken hostStopping)
    {
        await using var stopping = hostStopping.Register(() => Close(SocketClose.GoingAway));
        await using var initTimer = clock.CreateTimer(
            _ => CloseUnlessAcknowledged(),
            null,
            options.Sockets.ConnectionInitializationTimeout,
            Timeout.InfiniteTimeSpan
        );
        var pinging = PingAsync();
        var reading = ReadAsync();
        await Task.WhenAny(reading, closing.Task);
        Operations.CancelAll();
        await ended.CancelAsync();
        signInEnd?.Dispose();
        await CloseAsync(reading);
        await Operations.EndAsync();
        await pinging;
    }

    public void Dispose()
    {
        signInEnd?.Dispose();
        operations?.Dispose();
        ended.Dispose();
        writer.Dispose();
    }

    private void Close(SocketClose close) => closing.TrySetResult(close);

    private void CloseUnlessAcknowledged()
    {
        if (Volatile.Read(ref user) is null)
            Close(SocketClose.InitTimeout);
    }

    private async Task CloseAsync(Task reading)
    {
        using var limit = new CancellationTokenSource(CloseTimeout);
        try
        {
            await writer.CloseAsync(closing.Task.IsCompleted ? await closing.Task : SocketClose.Normal, limit.Token);
            await reading.WaitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // Whoever does not answer, or is gone, is cut off.
        }
        socket.Abort();
        await reading;
    }

    /// <summary>Reads until the client closes or is gone. What comes after the server has begun to close is dropped.</summary>
    private async Task ReadAsync()
    {
        try
        {
            var message = new ArrayBufferWriter<byte>(ReceiveBytes);
            while (await ReceiveAsync(message) is { } text)
            {
                if (!closing.Task.IsCompleted)
                    await HandleAsync(text);
                if (message.Capacity > KeptBytesMax)
                    message = new ArrayBufferWriter<byte>(ReceiveBytes);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // Gone without a word.
        }
#pragma warning disable CA1031 // The socket is closed in order, whatever failed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "A WebSocket failed");
            Close(SocketClose.Failed);
        }
    }

    /// <returns>Null when the client has closed.</returns>
    private async Task<byte[]?> ReceiveAsync(ArrayBufferWriter<byte> message)
    {
        message.ResetWrittenCount();
        while (true)
        {
            var received = await socket.ReceiveAsync(message.GetMemory(ReceiveBytes), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            if (closing.Task.IsCompleted)
                message.ResetWrittenCount();
            else
                message.Advance(received.Count);
            if (received.MessageType != WebSocketMessageType.Text)
                Close(SocketClose.Invalid("Messages are text."));
            else if (message.WrittenCount > options.Sockets.MessageBytesMax)
                Close(SocketClose.TooBig);
            if (received.EndOfMessage)
                return message.WrittenSpan.ToArray();
        }
    }

    private async Task HandleAsync(byte[] text)
    {
        var message = SocketMessage.Parse(text, options.JsonDepthMax, out var problem);
        if (message is null)
        {
            Close(SocketClose.Invalid(problem));
            return;
        }
        if (message.Type == SocketMessageType.Subscribe)
        {
            if (user is null)
            {
                message.Dispose();
                Close(SocketClose.Unauthorized);
            }
            else if (!await Operations.StartAsync(message, user))
            {
                Close(SocketClose.IdInUse(message.Id));
            }
            return;
        }
        using var _ = message;
        switch (message.Type)
        {
            case SocketMessageType.ConnectionInit when isInitialised:
                Close(SocketClose.TooManyInits);
                break;
            case SocketMessageType.ConnectionInit:
                isInitialised = true;
                await ConnectAsync(message);
                break;
            case SocketMessageType.Ping:
                await writer.PongAsync(message.Payload);
                break;
            case SocketMessageType.Complete:
                Operations.Complete(message.Id);
                break;
        }
    }

    private async Task ConnectAsync(SocketMessage init)
    {
        var interceptor = http.RequestServices.GetService<ISocketSessionInterceptor>();
        var status = interceptor is null
            ? ConnectionStatus.Accept(http.User)
            : await interceptor.OnConnectAsync(http, init.Payload, ended.Token);
        if (status.User is not { } accepted)
        {
            Close(SocketClose.Forbidden);
            return;
        }
        http.User = accepted;
        Volatile.Write(ref user, accepted);
        signInEnd = new SignInEnd(accepted, clock, () => Close(SocketClose.TokenEnded));
        if (!closing.Task.IsCompleted)
            await writer.AcknowledgeAsync();
    }

    private async Task PingAsync()
    {
        if (options.Sockets.PingInterval is not { } interval)
            return;
        try
        {
            while (true)
            {
                await Task.Delay(interval, clock, ended.Token);
                if (Volatile.Read(ref user) is not null)
                    await writer.PingAsync();
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The socket is at its end.
        }
    }
}
