using Loyalty.GraphQL;

namespace Loyalty.Api.Http;

/// <summary>Configuration section <c>Subscriptions</c>.</summary>
public sealed class SubscriptionSettings
{
    public const string SectionName = "Subscriptions";

    /// <summary>Origins from which browsers may open WebSockets. Empty: all may, because nothing but the token says who it
    /// is.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Operations that one WebSocket runs at a time.</summary>
    public int OperationsMax { get; set; } = 20;

    /// <summary>A message over a WebSocket, in bytes.</summary>
    public int MessageBytesMax { get; set; } = 256 * 1024;

    /// <summary>How often a silent event stream sends a comment, in seconds; 0 for never.</summary>
    public int KeepAliveSeconds { get; set; } = 12;

    public void ApplyTo(GraphQLOptions options)
    {
        options.Sockets.OperationsMax = OperationsMax;
        options.Sockets.MessageBytesMax = MessageBytesMax;
        options.EventStreamKeepAliveInterval = TimeSpan.FromSeconds(KeepAliveSeconds);
        foreach (var origin in AllowedOrigins)
        {
            options.Sockets.AllowedOrigins.Add(origin);
        }
    }
}
