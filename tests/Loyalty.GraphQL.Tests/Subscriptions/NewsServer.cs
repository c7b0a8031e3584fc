using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL.Tests.Subscriptions;

/// <summary>A real server with subscriptions, on a clock of its own.</summary>
internal sealed class NewsServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private NewsServer(WebApplication app) => this.app = app;

    public NewsDesk Desk { get; private init; } = new();

    public HandClock Clock { get; private init; } = new();

    public Uri Url => app.Address();

    public static async Task<NewsServer> StartAsync(Action<GraphQLOptions>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var clock = new HandClock();
        builder.Services.AddSingleton<TimeProvider>(clock);
        var desk = new NewsDesk();
        builder
            .Services.AddNews(desk)
            .AddSocketSessionInterceptor<Door>()
            .ModifyOptions(options => change?.Invoke(options));
        var app = builder.Build();
        // In place of authentication: the header names the user and the second at which the sign-in ends.
        app.Use(
            (http, next) =>
            {
                if (http.Request.Headers.Authorization is [{ } text])
                    http.User = Door.UserOf(text);
                return next();
            }
        );
        app.MapGraphQL();
        await app.StartAsync();
        return new NewsServer(app) { Desk = desk, Clock = clock };
    }

    public Task StopAsync() => app.StopAsync();

    public async Task<NewsSocket> ConnectAsync(string? protocol = "graphql-transport-ws", string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (protocol is not null)
            socket.Options.AddSubProtocol(protocol);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new UriBuilder(Url) { Scheme = "ws" }.Uri, CancellationToken.None);
        return new NewsSocket(socket);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    internal sealed class Door : ISocketSessionInterceptor
    {
        public ValueTask<ConnectionStatus> OnConnectAsync(
            HttpContext httpContext,
            JsonElement payload,
            CancellationToken cancellationToken
        )
        {
            if (payload.ValueKind != JsonValueKind.Object || !payload.TryGetProperty("authorization", out var text))
                return new(ConnectionStatus.Accept(httpContext.User));
            var user = UserOf(text.GetString()!);
            return new(user.Identity!.Name == "mallory" ? ConnectionStatus.Reject() : ConnectionStatus.Accept(user));
        }

        /// <param name="text">Name and, after a slash, the second of the epoch at which the sign-in ends.</param>
        public static ClaimsPrincipal UserOf(string text)
        {
            var parts = text.Split('/');
            var claims = new List<Claim> { new(ClaimTypes.Name, parts[0]) };
            if (parts.Length > 1)
                claims.Add(new Claim("exp", parts[1]));
            return new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
        }
    }
}

internal static class NewsServices
{
    public static GraphQLServerBuilder AddNews(this IServiceCollection services, NewsDesk desk) =>
        services
            .AddSingleton(desk)
            .AddScoped<Scope>()
            .AddGraphQLServer()
            .AddType(typeof(NewsQuery))
            .AddType(typeof(NewsMutation))
            .AddType(typeof(NewsSubscription))
            .AddType<Story>();
}

/// <summary>The client's side of a socket, message by message.</summary>
internal sealed class NewsSocket(ClientWebSocket socket) : IDisposable
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    public string? Protocol => socket.SubProtocol;

    public Task SendAsync(string message) => SendAsync(message, WebSocketMessageType.Text);

    public Task SendAsync(string message, WebSocketMessageType type) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), type, endOfMessage: true, CancellationToken.None);

    public async Task<NewsSocket> AcknowledgedAsync(string init = """{"type":"connection_init"}""")
    {
        await SendAsync(init);
        var answer = await NextAsync();
        return answer == """{"type":"connection_ack"}""" ? this : throw new InvalidOperationException(answer);
    }

    public Task SubscribeAsync(string id, string query) =>
        SendAsync($$$"""{"id":"{{{id}}}","type":"subscribe","payload":{"query":"{{{query}}}"}}""");

    /// <summary>The next message, or <c>closed: </c> with the code.</summary>
    public async Task<string> NextAsync()
    {
        using var limit = new CancellationTokenSource(WaitMax);
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, limit.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return $"closed: {(int)socket.CloseStatus!}";
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    public void Abort() => socket.Abort();

    public void Dispose() => socket.Dispose();
}
