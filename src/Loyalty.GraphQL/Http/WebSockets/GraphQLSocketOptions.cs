namespace Loyalty.GraphQL;

/// <summary>Bounds of connections by WebSocket; all have safe defaults.</summary>
public sealed class GraphQLSocketOptions
{
    /// <summary>How long a client may take to be acknowledged; then the socket is closed with 4408.</summary>
    public TimeSpan ConnectionInitializationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a WebSocket ping is sent; zero for never.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the answer to a WebSocket ping may take; then the client is taken for gone.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the protocol's own <c>ping</c> is sent, which scripts in browsers can see; null for never.</summary>
    public TimeSpan? PingInterval { get; set; }

    /// <summary>How long the client may take to accept one message; then it is taken for gone.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A message from the client in bytes; the socket is closed with 1009 when one is larger.</summary>
    public int MessageBytesMax { get; set; } = 1024 * 1024;

    /// <summary>Operations that one socket runs at a time; further ones are refused with <c>TOO_MANY_OPERATIONS</c>.</summary>
    public int OperationsMax { get; set; } = 100;

    /// <summary>
    /// Origins from which browsers may connect, such as <c>https://app.example.com</c>; others get 403. Empty lets all connect,
    /// which is safe as long as nothing but the token in the message or the header says who it is. Clients that are no browsers
    /// send no origin and are not held up.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];
}
