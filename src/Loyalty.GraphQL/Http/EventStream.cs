using System.Buffers;
using Loyalty.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Loyalty.GraphQL.Http;

/// <summary>
/// Server-sent events in distinct connections mode (PROTOCOL.md of graphql-sse): a response is an event <c>next</c>, the end is
/// <c>complete</c>. When the host stops, the connection ends without <c>complete</c>, so that clients come back.
/// </summary>
internal sealed class EventStream(RequestExecutor executor, GraphQLOptions options, IServiceProvider services)
{
    private readonly TimeProvider clock = services.GetRequiredService<TimeProvider>();
    private readonly CancellationToken hostStopping =
        services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;

    /// <summary>Executes the request and answers.</summary>
    /// <returns>The response where it needs a status that event streams do not have; else null, and all is said.</returns>
    public async Task<ExecutionResult?> HandleAsync(HttpContext http, GraphQLRequest request)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, hostStopping);
        var tokenEnded = false;
        using var signInEnd = new SignInEnd(
            request.User,
            clock,
            () =>
            {
                Volatile.Write(ref tokenEnded, true);
                End(ending);
            }
        );
        try
        {
            var responses = await executor.SubscribeAsync(request, ending.Token);
            await using var results = responses.GetAsyncEnumerator(ending.Token);
            if (!responses.IsSubscription && await results.MoveNextAsync())
            {
                if (results.Current.Errors is [var only] && ReferenceEquals(only, RequestExecutor.OnlyQueries))
                    return results.Current;
                await StartAsync(http);
                await NextAsync(http, results.Current);
            }
            else
            {
                await StartAsync(http);
                await ForwardAsync(http, results, ending);
            }
            await CompleteAsync(http);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            if (Volatile.Read(ref tokenEnded) && !http.RequestAborted.IsCancellationRequested)
                await TellTokenEndedAsync(http);
        }
        return null;
    }

    private async Task ForwardAsync(
        HttpContext http,
        IAsyncEnumerator<ExecutionResult> results,
        CancellationTokenSource ending
    )
    {
        var keepAlive = KeepAliveAsync(ending.Token);
        while (true)
        {
            var next = results.MoveNextAsync().AsTask();
            try
            {
                while (await Task.WhenAny(next, keepAlive) == keepAlive && !ending.IsCancellationRequested)
                {
                    await WriteAsync(http, ":\n\n"u8.ToArray());
                    keepAlive = KeepAliveAsync(ending.Token);
                }
            }
            finally
            {
                // The stream cannot be disposed of while it is being read.
                if (!next.IsCompleted)
                {
                    End(ending);
                    await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
            if (!await next)
                return;
            await NextAsync(http, results.Current);
        }
    }

    private static void End(CancellationTokenSource ending)
    {
        try
        {
            _ = ending.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The stream has ended this moment.
        }
    }

    private Task KeepAliveAsync(CancellationToken cancellationToken) =>
        options.EventStreamKeepAliveInterval > TimeSpan.Zero
            ? Task.Delay(options.EventStreamKeepAliveInterval, clock, cancellationToken)
            : Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

    private static async Task StartAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = MediaTypes.EventStream;
        response.Headers.CacheControl = "no-store";
        // nginx would keep events back otherwise.
        response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await WriteAsync(http, ":\n\n"u8.ToArray());
    }

    private static async Task NextAsync(HttpContext http, ExecutionResult result)
    {
        using (result)
        {
            var output = http.Response.BodyWriter;
            output.Write("event: next\ndata: "u8);
            result.WriteTo(output);
            output.Write("\n\n"u8);
        }
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static Task CompleteAsync(HttpContext http) => WriteAsync(http, "event: complete\ndata:\n\n"u8.ToArray());

    private static async Task TellTokenEndedAsync(HttpContext http)
    {
        try
        {
            if (!http.Response.HasStarted)
                await StartAsync(http);
            await NextAsync(
                http,
                new ExecutionResult(
                    new GraphQLError("The access token has expired.") { Code = ErrorCodes.NotAuthenticated }
                )
            );
            await CompleteAsync(http);
        }
        catch (OperationCanceledException)
        {
            // The client has gone meanwhile.
        }
    }

    private static async Task WriteAsync(HttpContext http, byte[] text) =>
        await http.Response.BodyWriter.WriteAsync(text, http.RequestAborted);
}
