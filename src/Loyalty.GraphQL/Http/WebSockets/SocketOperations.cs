using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Claims;
using Loyalty.GraphQL.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL.Http;

/// <summary>An operation under way; its id is free again before it has ended.</summary>
internal sealed class SocketOperation(string id, CancellationToken socketToken) : IDisposable
{
    private readonly CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(
        socketToken
    );

    public string Id { get; } = id;

    public CancellationToken Token => cancellation.Token;

    public bool IsCancelled => cancellation.IsCancellationRequested;

    public void Cancel()
    {
        try
        {
            cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended this moment.
        }
    }

    public void Dispose() => cancellation.Dispose();
}

/// <summary>What runs over one socket.</summary>
internal sealed class SocketOperations(
    HttpContext http,
    RequestExecutor executor,
    DocumentSource documents,
    GraphQLSocketOptions options,
    SocketWriter writer,
    ILogger logger
) : IDisposable
{
    private readonly CancellationTokenSource all = new();
    private readonly ConcurrentDictionary<string, SocketOperation> byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SocketOperation, Task> running = new();

    /// <summary>Takes the message over.</summary>
    /// <returns>False when the id is in use.</returns>
    public async Task<bool> StartAsync(SocketMessage message, ClaimsPrincipal user)
    {
        var operation = new SocketOperation(message.Id, all.Token);
        if (!byId.TryAdd(message.Id, operation))
        {
            message.Dispose();
            operation.Dispose();
            return false;
        }
        if (running.Count >= options.OperationsMax)
        {
            Release(operation);
            message.Dispose();
            using var refusal = new ExecutionResult(
                new GraphQLError($"At most {options.OperationsMax} operations run over one connection at a time.")
                {
                    Code = ErrorCodes.TooManyOperations,
                }
            );
            await writer.ErrorAsync(operation, refusal);
            operation.Dispose();
            return true;
        }
        running[operation] = Task.CompletedTask;
        var task = Task.Run(() => RunAsync(operation, message, user), CancellationToken.None);
        running.TryUpdate(operation, task, Task.CompletedTask);
        return true;
    }

    /// <summary>Nothing of it is sent from now on. An id that is not known is one that has ended this moment.</summary>
    public void Complete(string id)
    {
        if (byId.TryRemove(id, out var operation))
            operation.Cancel();
    }

    public void CancelAll() => all.Cancel();

    /// <summary>Waits until nothing uses the services any more.</summary>
    public Task EndAsync() => Task.WhenAll(running.Values);

    public void Dispose() => all.Dispose();

    private void Release(SocketOperation operation) => byId.TryRemove(new(operation.Id, operation));

    private async Task RunAsync(SocketOperation operation, SocketMessage message, ClaimsPrincipal user)
    {
        try
        {
            using (message)
            {
                await RespondAsync(operation, message.Parameters!, user);
            }
        }
        catch (OperationCanceledException) when (operation.IsCancelled)
        {
            // The client has lost interest, or is gone.
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // It could not be sent: the reader sees the end of the socket as well.
        }
#pragma warning disable CA1031 // One operation must not end the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "An operation over a WebSocket failed");
            await TellAsync(operation);
        }
        finally
        {
            Release(operation);
            running.TryRemove(operation, out _);
            operation.Dispose();
        }
    }

    private async Task RespondAsync(SocketOperation operation, RequestParameters parameters, ClaimsPrincipal user)
    {
        await using var scope = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var (document, unknown) = await documents.FindAsync(parameters.Query, parameters.DocumentId, operation.Token);
        if (document is null)
        {
            Release(operation);
            await writer.ErrorAsync(operation, new ExecutionResult(unknown!));
            return;
        }
        var request = parameters.ToRequest(document, scope.ServiceProvider, user, http);
        var responses = await executor.SubscribeAsync(request, operation.Token);
        await foreach (var result in responses.WithCancellation(operation.Token))
        {
            using (result)
            {
                if (!result.IsExecuted)
                {
                    Release(operation);
                    await writer.ErrorAsync(operation, result);
                    return;
                }
                await writer.NextAsync(operation, result);
            }
        }
        // Before the client hears of the end, so that it may use the id again at once.
        Release(operation);
        await writer.CompleteAsync(operation);
    }

    private async Task TellAsync(SocketOperation operation)
    {
        try
        {
            using var result = new ExecutionResult(new GraphQLError("Unexpected Execution Error"));
            await writer.ErrorAsync(operation, result);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // As above.
        }
    }
}
