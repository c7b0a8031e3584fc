using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Application.Notices;
using Loyalty.Application.Points;
using Loyalty.Domain.Members;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Loyalty.Tests.Points;

/// <summary>An app that holds a WebSocket open.</summary>
internal sealed class LiveApp(ClientWebSocket socket) : IDisposable
{
    public const string WalletChanged =
        "subscription { walletChanged { wallet { balance currency { code } } entries { kind points balanceAfter } } }";

    // Long, so that a busy machine fails no test; what does not come at all is told after it.
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);

    /// <summary>Connects, says who it is in the first message, and waits for the answer.</summary>
    public static async Task<LiveApp> ConnectAsync(Club club, string? token)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(club.Url) { Scheme = "ws", Path = "/graphql" }.Uri, default);
        var app = new LiveApp(socket);
        var payload = token is null ? new JsonObject() : new JsonObject { ["authorization"] = $"Bearer {token}" };
        await app.SendAsync(new JsonObject { ["type"] = "connection_init", ["payload"] = payload });
        return app;
    }

    /// <summary>Is told of the member's wallets from the moment that this returns.</summary>
    public static async Task<LiveApp> WatchAsync(Club club, MemberApp member, string? token = null)
    {
        var app = await ConnectAsync(club, token ?? club.Issuer.Token(member.Subject, "openid member"));
        (await app.NextAsync())!["type"]!.ToString().ShouldBe("connection_ack");
        var before = Listeners(club, member.Member);
        await app.SubscribeAsync("w", WalletChanged);
        (await WaitFor.Async(() => Task.FromResult(Listeners(club, member.Member)), count => count > before)).ShouldBe(
            before + 1
        );
        return app;
    }

    public static int Listeners(Club club, MemberId member) =>
        club.Services.GetRequiredService<ClubNotices>().CountListeners(WalletChanges.Topic(member));

    public Task SubscribeAsync(string id, string query) =>
        SendAsync(
            new JsonObject
            {
                ["id"] = id,
                ["type"] = "subscribe",
                ["payload"] = new JsonObject { ["query"] = query },
            }
        );

    public Task SendAsync(JsonObject message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, default);

    /// <summary>The next message; null when the socket was closed, with <see cref="CloseCode"/>.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        using var limit = new CancellationTokenSource(WaitMax);
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, limit.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(message.ToArray());
            }
        }
    }

    public int CloseCode => (int?)socket.CloseStatus ?? 0;

    /// <summary>The next message's change.</summary>
    public async Task<JsonNode> NextChangeAsync()
    {
        var message = (await NextAsync()).ShouldNotBeNull($"closed with {CloseCode}");
        message["type"]!.ToString().ShouldBe("next", message.ToJsonString());
        message["payload"]!["errors"].ShouldBeNull(message.ToJsonString());
        return message["payload"]!["data"]!["walletChanged"]!;
    }

    public void Dispose() => socket.Dispose();
}
