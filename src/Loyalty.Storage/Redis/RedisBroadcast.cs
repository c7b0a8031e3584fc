using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Loyalty.Storage.Redis;

/// <summary>One channel on which every node hears every other. What is sent while Redis is away is lost; the connection comes
/// back by itself. Nothing here throws or waits because of Redis.</summary>
public sealed partial class RedisBroadcast(RedisSettings settings, TimeProvider clock, ILogger<RedisBroadcast> logger)
    : IDisposable
{
    private static readonly RedisChannel Channel = new("loyalty:notices", RedisChannel.PatternMode.Literal);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>Between attempts to restore a lost connection. The library's own policy grows to a minute, in which members
    /// would hear nothing of other nodes.</summary>
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);

    private volatile ConnectionMultiplexer? connection;

    public bool IsConfigured => !string.IsNullOrEmpty(settings.ConnectionString);

    /// <summary>Null while there is no connection.</summary>
    internal IDatabase? Database => connection is { IsConnected: true } open ? open.GetDatabase() : null;

    /// <summary>What keys begin with, so that installations on one Redis stay apart as their channels do.</summary>
    internal string KeyPrefix { get; } =
        string.IsNullOrEmpty(settings.ConnectionString)
            ? ""
            : ((string?)ConfigurationOptions.Parse(settings.ConnectionString).ChannelPrefix) ?? "";

    public bool IsConnected => connection is { IsConnected: true };

    /// <summary>Connects, however long that takes, and listens until disposal.</summary>
    /// <param name="heard">gets what any node sent, this one too; must neither throw nor take long.</param>
    /// <exception cref="OperationCanceledException">it was given up before there was a connection.</exception>
    public async Task ListenAsync(Action<string> heard, CancellationToken cancellationToken)
    {
        while (true)
        {
            ConnectionMultiplexer? opening = null;
            try
            {
                var options = ConfigurationOptions.Parse(settings.ConnectionString);
                options.AbortOnConnectFail = false;
                options.ReconnectRetryPolicy = new LinearRetry((int)ReconnectDelay.TotalMilliseconds);
                opening = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellationToken);
                await opening
                    .GetSubscriber()
                    .SubscribeAsync(Channel, (_, text) => heard(text.ToString()))
                    .WaitAsync(cancellationToken);
                opening.ConnectionFailed += (_, lost) => LogLost(lost.Exception, lost.FailureType.ToString());
                opening.ConnectionRestored += (_, back) => LogBack(back.ConnectionType.ToString());
                connection = opening;
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                opening?.Dispose();
                LogLost(exception, "connecting");
                await Task.Delay(RetryDelay, clock, cancellationToken);
            }
        }
    }

    public void Send(string text)
    {
        if (connection is not { IsConnected: true } open)
        {
            return;
        }

        try
        {
            _ = open.GetSubscriber().PublishAsync(Channel, text, CommandFlags.FireAndForget);
        }
        catch (Exception exception) when (exception is RedisException or ObjectDisposedException or TimeoutException)
        {
            LogLost(exception, "publishing");
        }
    }

    public void Dispose() => connection?.Dispose();

    [LoggerMessage(LogLevel.Warning, "Redis is away ({What}); this node does not hear the others until it is back.")]
    private partial void LogLost(Exception? exception, string what);

    [LoggerMessage(LogLevel.Information, "Redis is back ({What}).")]
    private partial void LogBack(string what);
}
