using System.Collections.Concurrent;

namespace Loyalty.GraphQL;

/// <summary>Size and speed of a token bucket.</summary>
/// <param name="Capacity">Cost that may be spent at once after a rest.</param>
/// <param name="PerSecond">Cost that comes back each second.</param>
public sealed record TokenBucketLimits(double Capacity, double PerSecond);

/// <summary>
/// A token bucket for each key, in this process. A bucket that is full again is the same as none, so that full ones are
/// forgotten when there are many; more keys than <c>keysMax</c> at work at once share one bucket.
/// </summary>
public sealed class TokenBuckets(TokenBucketLimits limits, TimeProvider clock, int keysMax = 100_000)
{
    private readonly ConcurrentDictionary<string, Bucket> buckets = new(StringComparer.Ordinal);
    private readonly Bucket overflow = new(limits.Capacity, clock.GetTimestamp());
    private readonly Lock sweeping = new();
    private long sweptAt = clock.GetTimestamp();

    private sealed class Bucket(double tokens, long at)
    {
        public double Tokens { get; set; } = tokens;

        public long At { get; set; } = at;
    }

    public int Count => buckets.Count;

    /// <summary>Takes tokens, as many as the bucket holds at most.</summary>
    /// <returns>Zero, or after how long there are enough.</returns>
    public TimeSpan Take(string key, double tokens)
    {
        var wanted = Math.Min(tokens, limits.Capacity);
        var now = clock.GetTimestamp();
        var bucket = Find(key, now);
        lock (bucket)
        {
            Refill(bucket, now);
            if (bucket.Tokens >= wanted)
            {
                bucket.Tokens -= wanted;
                return TimeSpan.Zero;
            }
            return TimeSpan.FromSeconds((wanted - bucket.Tokens) / limits.PerSecond);
        }
    }

    private Bucket Find(string key, long now)
    {
        if (buckets.TryGetValue(key, out var known))
            return known;
        if (buckets.Count >= keysMax)
            Sweep(now);
        return buckets.Count >= keysMax ? overflow : buckets.GetOrAdd(key, _ => new Bucket(limits.Capacity, now));
    }

    // At most once a second, so that a flood of new keys does not make each request pay for it.
    private void Sweep(long now)
    {
        lock (sweeping)
        {
            if (clock.GetElapsedTime(sweptAt, now) < TimeSpan.FromSeconds(1))
                return;
            sweptAt = now;
            foreach (var (key, bucket) in buckets)
            {
                lock (bucket)
                {
                    Refill(bucket, now);
                    if (bucket.Tokens >= limits.Capacity)
                        buckets.TryRemove(key, out _);
                }
            }
        }
    }

    private void Refill(Bucket bucket, long now)
    {
        var seconds = clock.GetElapsedTime(bucket.At, now).TotalSeconds;
        if (seconds <= 0)
            return;
        bucket.Tokens = Math.Min(limits.Capacity, bucket.Tokens + (seconds * limits.PerSecond));
        bucket.At = now;
    }
}
