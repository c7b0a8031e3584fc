using System.Numerics;

namespace Loyalty.Domain.Earning;

/// <summary>
/// Counts numbers of points in bounded memory: exactly up to 15, above that in 16 steps a power of two, so that a percentile is at
/// most a sixteenth too great (the idea of HdrHistogram, http://hdrhistogram.org).
/// </summary>
public sealed class PointHistogram
{
    private const int StepBits = 4;
    private const int Steps = 1 << StepBits;
    private readonly long[] counts = new long[(64 - StepBits + 1) * Steps];
    private Int128 sum;

    public long Count { get; private set; }

    public long Max { get; private set; }

    /// <param name="points">at least 0.</param>
    /// <param name="times">how many of them; below 0 to take back what was added.</param>
    public void Add(long points, long times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(points);
        counts[IndexOf(points)] += times;
        Count += times;
        sum += (Int128)points * times;
        Max = Math.Max(Max, points);
    }

    public decimal Mean => Count == 0 ? 0 : decimal.Round((decimal)sum / Count, 2);

    /// <summary>The number that this share of all does not exceed, 0 when there is none.</summary>
    /// <param name="share">0 to 1.</param>
    public long Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(share * Count);
        long seen = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (counts[i] > 0 && seen >= wanted)
            {
                return Math.Min(UpTo(i), Max);
            }
        }

        return 0;
    }

    /// <summary>How many lie in 0, 1-9, 10-99, and so on; a step that reaches over a border counts below it.</summary>
    public IReadOnlyList<(long From, long To, long Count)> ByPowersOfTen()
    {
        var decades = new SortedDictionary<long, (long To, long Count)>();
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] != 0)
            {
                var (from, to) = DecadeOf(From(i));
                decades[from] = (to, decades.GetValueOrDefault(from).Count + counts[i]);
            }
        }

        return [.. decades.Select(decade => (decade.Key, decade.Value.To, decade.Value.Count))];
    }

    private static (long From, long To) DecadeOf(long points)
    {
        if (points == 0)
        {
            return (0, 0);
        }

        long from = 1;
        while (from <= points / 10)
        {
            from *= 10;
        }

        return (from, from > long.MaxValue / 10 ? long.MaxValue : (from * 10) - 1);
    }

    private static int IndexOf(long points)
    {
        if (points < Steps)
        {
            return (int)points;
        }

        var power = BitOperations.Log2((ulong)points) - StepBits;
        return ((power + 1) * Steps) + (int)((points >> power) - Steps);
    }

    private static long From(int index) =>
        index < Steps ? index : ((long)(index % Steps) + Steps) << ((index / Steps) - 1);

    private static long UpTo(int index) => index < Steps ? index : From(index) + (1L << ((index / Steps) - 1)) - 1;
}
