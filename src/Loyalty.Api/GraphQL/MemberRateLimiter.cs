using System.Globalization;
using System.Net;
using System.Security.Claims;
using Loyalty.GraphQL;
using Loyalty.Storage.Redis;

namespace Loyalty.Api.GraphQL;

/// <summary>Limits each signed-in account, and each network address of anonymous callers: on all nodes together where Redis
/// answers, else on this node.</summary>
internal sealed class MemberRateLimiter(
    GraphQLSettings settings,
    RedisSettings redis,
    RedisScripts scripts,
    TimeProvider clock
) : IOperationRateLimiter
{
    // The server's own time, which is the same for all nodes. A bucket that is full again is the same as none.
    private const string TakeScript = """
        local capacity, rate, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local time = redis.call('TIME')
        local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
        local known = redis.call('HMGET', KEYS[1], 'tokens', 'at')
        local tokens, at = tonumber(known[1]) or capacity, tonumber(known[2]) or now
        tokens = math.min(capacity, tokens + math.max(0, now - at) * rate)
        local wanted = math.min(cost, capacity)
        local wait = 0
        if tokens >= wanted then
            tokens = tokens - wanted
        else
            wait = (wanted - tokens) / rate
        end
        redis.call('HSET', KEYS[1],
            'tokens', string.format('%.17g', tokens), 'at', string.format('%.17g', math.max(now, at)))
        local full = math.min(1000000000, (capacity - tokens) / rate + 1)
        redis.call('EXPIRE', KEYS[1], string.format('%.0f', math.ceil(full)))
        return string.format('%.17g', wait)
        """;

    private const double SecondsMax = 1_000_000_000;

    private const int PrefixBytesOfIPv6 = 8; // one subscriber's network

    private readonly TokenBuckets buckets = new(
        new TokenBucketLimits(settings.RateLimit.Capacity, settings.RateLimit.PerSecond),
        clock
    );

    public ValueTask<TimeSpan> AcquireAsync(GraphQLRequest request, double cost, CancellationToken cancellationToken) =>
        !settings.RateLimit.Enabled ? new(TimeSpan.Zero)
        : string.IsNullOrEmpty(redis.ConnectionString) ? new(buckets.Take(KeyOf(request), cost))
        : TakeSharedAsync(KeyOf(request), cost, cancellationToken);

    private async ValueTask<TimeSpan> TakeSharedAsync(string key, double cost, CancellationToken cancellationToken)
    {
        var answer = await scripts.TryRunAsync(
            TakeScript,
            $"loyalty:rate:{RedisScripts.Hide(key)}",
            [
                RedisScripts.Number(settings.RateLimit.Capacity),
                RedisScripts.Number(settings.RateLimit.PerSecond),
                RedisScripts.Number(cost),
            ],
            cancellationToken
        );
        return double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, SecondsMax))
            : buckets.Take(key, cost);
    }

    internal static string KeyOf(GraphQLRequest request) =>
        request.User.FindFirstValue("sub") is { } subject
            ? $"{request.User.FindFirstValue("iss")} {subject}"
            : KeyOf(request.HttpContext?.Connection.RemoteIpAddress);

    internal static string KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, PrefixBytesOfIPv6)));
    }
}
