using System.Net.WebSockets;
using Loyalty.GraphQL.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL.Http;

/// <summary>Takes upgrade requests.</summary>
internal sealed class SocketEndpoint(
    RequestExecutor executor,
    DocumentSource documents,
    GraphQLOptions options,
    IServiceProvider services
)
{
    private const string Protocol = "graphql-transport-ws";

    private readonly TimeProvider clock = services.GetRequiredService<TimeProvider>();
    private readonly ILogger logger = services.GetRequiredService<ILogger<RequestExecutor>>();
    private readonly CancellationToken hostStopping =
        services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;

    public WebSocketOptions Upgrade()
    {
        var upgrade = new WebSocketOptions
        {
            KeepAliveInterval = options.Sockets.KeepAliveInterval,
            KeepAliveTimeout = options.Sockets.KeepAliveTimeout,
        };
        foreach (var origin in options.Sockets.AllowedOrigins)
            upgrade.AllowedOrigins.Add(origin);
        return upgrade;
    }

    public async Task HandleAsync(HttpContext http)
    {
        if (!http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol, StringComparer.Ordinal))
        {
            await RefuseAsync(http);
            return;
        }
        using var socket = await http.WebSockets.AcceptWebSocketAsync(Protocol);
        using var session = new SocketSession(socket, http, executor, documents, options, clock, logger);
        await session.RunAsync(hostStopping);
    }

    // Browsers tell scripts a closing code, but not the status of a refused upgrade.
    private static async Task RefuseAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var close = SocketClose.ProtocolNotAcceptable;
        try
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)close.Code, close.Reason, http.RequestAborted);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // Gone already.
        }
    }
}
