namespace Loyalty.Domain.Events;

/// <summary>When a delivery that failed is tried again: the times that Standard Webhooks recommends
/// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability), each moved by chance by up to a
/// tenth, so that those who failed together do not come back together.</summary>
public static class DeliverySchedule
{
    /// <summary>The share by which a time is shortened or lengthened at the most.</summary>
    public const double Jitter = 0.1;

    /// <summary>A consumer may not ask for a longer pause.</summary>
    public static readonly TimeSpan RetryAfterMax = TimeSpan.FromHours(24);

    public static IReadOnlyList<TimeSpan> Delays { get; } =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <param name="failures">attempts that failed so far, from 1.</param>
    /// <param name="chance">from 0 to 1.</param>
    /// <param name="retryAfter">what the consumer asked for; null for nothing.</param>
    /// <returns>how long to wait; null when it is given up.</returns>
    public static TimeSpan? After(int failures, double chance, TimeSpan? retryAfter = null)
    {
        if (failures > Delays.Count)
        {
            return null;
        }

        var delay = Delays[failures - 1] * (1 - Jitter + (2 * Jitter * chance));
        var asked = retryAfter > RetryAfterMax ? RetryAfterMax : retryAfter;
        return asked > delay ? asked : delay;
    }
}
