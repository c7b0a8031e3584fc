using System.Diagnostics;
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

    /// <summary>What a node sends to itself. A connection that was lost while it was being restored can count as restored and
    /// yet hear nothing for ever; only a message that comes back tells.</summary>
    private const string Beat = "beat ";
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(5);

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

    /// <summary>Connects, however long that takes, and listens until the token is cancelled.</summary>
    /// <param name="heard">gets what any node sent, this one too; must neither throw nor take long.</param>
    /// <exception cref="OperationCanceledException">it was cancelled.</exception>
    public async Task ListenAsync(Action<string> heard, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            ConnectionMultiplexer? opening = null;
            try
            {
                var options = ConfigurationOptions.Parse(settings.ConnectionString);
                options.AbortOnConnectFail = false;
                options.ReconnectRetryPolicy = new LinearRetry((int)ReconnectDelay.TotalMilliseconds);
                opening = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellationToken);
                var ownBeat = $"{Beat}{Guid.CreateVersion7(clock.GetUtcNow()):N}";
                var lastBeat = Stopwatch.GetTimestamp();
                await opening
                    .GetSubscriber()
                    .SubscribeAsync(
                        Channel,
                        (_, message) =>
                        {
                            var text = message.ToString();
                            if (!text.StartsWith(Beat, StringComparison.Ordinal))
                            {
                                heard(text);
                            }
                            else if (text == ownBeat)
                            {
                                Volatile.Write(ref lastBeat, Stopwatch.GetTimestamp());
                            }
                        }
                    )
                    .WaitAsync(cancellationToken);
                opening.ConnectionFailed += (_, lost) => LogLost(lost.Exception, lost.FailureType.ToString());
                opening.ConnectionRestored += (_, back) => LogBack(back.ConnectionType.ToString());
                connection = opening;
                while (Stopwatch.GetElapsedTime(Volatile.Read(ref lastBeat)) < SilenceMax)
                {
                    if (!opening.IsConnected)
                    {
                        Volatile.Write(ref lastBeat, Stopwatch.GetTimestamp());
                    }

                    Send(ownBeat);
                    await Task.Delay(BeatInterval, clock, cancellationToken);
                }

                LogLost(exception: null, "hears nothing");
                connection = null;
                opening.Dispose();
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
