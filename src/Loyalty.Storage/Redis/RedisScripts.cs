using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Loyalty.Storage.Redis;

/// <summary>
/// Runs scripts in Redis for what nodes share and can do without. While Redis is away or slow the answer is null: at once,
/// or after <see cref="WaitMax"/> the first time, and then Redis is left alone for <see cref="RestTime"/>.
/// </summary>
public sealed partial class RedisScripts(RedisBroadcast redis, TimeProvider clock, ILogger<RedisScripts> logger)
{
    public static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan RestTime = TimeSpan.FromSeconds(5);

    // Null while Redis answers, or has never answered.
    private object? restingSince;
    private volatile bool answered;

    /// <param name="script">Lua that returns a string.</param>
    /// <param name="key">what the script's keys begin with; installations that share a Redis are kept apart by it.</param>
    /// <returns>What the script returned; null when the node must do without.</returns>
    /// <exception cref="OperationCanceledException">the caller gave up.</exception>
    public async ValueTask<string?> TryRunAsync(
        string script,
        string key,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken
    )
    {
        if (IsResting())
        {
            return null;
        }

        if (redis.Database is not { } database)
        {
            Rest("not connected", exception: null);
            return null;
        }

        Task<RedisResult>? running = null;
        try
        {
            running = database.ScriptEvaluateAsync(
                script,
                [redis.KeyPrefix + key],
                [.. arguments.Select(argument => (RedisValue)argument)]
            );
            var answer = (string?)await running.WaitAsync(WaitMax, clock, cancellationToken);
            if (Interlocked.Exchange(ref restingSince, null) is not null)
            {
                LogBack();
            }

            answered = true;
            return answer;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What comes of it now is nobody's concern.
            _ = running?.ContinueWith(
                left => left.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );
            Rest(exception.Message, exception);
            return null;
        }
    }

    /// <summary>A name for a key that does not tell what it stands for.</summary>
    public static string Hide(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>A number as Lua reads it.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private bool IsResting() => Volatile.Read(ref restingSince) is long since && clock.GetElapsedTime(since) < RestTime;

    // Told once until it is back; that there is no connection yet at the start is nothing to tell.
    private void Rest(string why, Exception? exception)
    {
        if (exception is null && !answered)
        {
            return;
        }

        if (Interlocked.Exchange(ref restingSince, clock.GetTimestamp()) is null)
        {
            LogAway(exception, why);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Redis does not answer ({Why}); rate limits and documents kept by hash are this node's own until it does."
    )]
    private partial void LogAway(Exception? exception, string why);

    [LoggerMessage(LogLevel.Information, "Redis answers again; rate limits and documents kept by hash are shared.")]
    private partial void LogBack();
}
