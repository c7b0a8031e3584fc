namespace Loyalty.Domain.Points;

/// <summary>
/// Divides whole points in proportion to weights, by the method of Webster and Sainte-Laguë: the k-th point of a weight w comes at
/// (2k - 1) / 2w, and the earliest points are given (https://en.wikipedia.org/wiki/Webster/Sainte-Lagu%C3%AB_method).
/// More to divide never gives anybody less, which rounding to the largest remainder does not promise: so what is divided bit by bit
/// comes out as what is divided at once.
/// </summary>
public static class Proportion
{
    /// <param name="total">at least 0, at most the sum of the weights.</param>
    /// <param name="weights">each at least 0.</param>
    /// <returns>one part a weight, none above it; together the total.</returns>
    public static long[] Divide(long total, IReadOnlyList<long> weights)
    {
        var sum = weights.Aggregate(UInt128.Zero, (all, weight) => all + (UInt128)weight);
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        if ((UInt128)total > sum)
        {
            throw new ArgumentOutOfRangeException(nameof(total), total, "More than all weights together.");
        }

        if (total == 0)
        {
            return new long[weights.Count];
        }

        // All points that come up to total / sum: at most half a point a weight off.
        var parts = weights
            .Select(weight => (long)(((2 * (UInt128)total * (UInt128)weight) + sum) / (2 * sum)))
            .ToArray();
        // Rounded up, they may be more together than 64 bits hold.
        var given = parts.Aggregate(Int128.Zero, (all, part) => all + part);
        for (; given > total; given--)
        {
            parts[Latest(parts, weights)]--;
        }

        for (; given < total; given++)
        {
            parts[Earliest(parts, weights)]++;
        }

        return parts;
    }

    /// <summary>Whose last point came last; of equals the last one.</summary>
    private static int Latest(long[] parts, IReadOnlyList<long> weights)
    {
        var found = -1;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] > 0 && (found < 0 || !IsBefore(parts[i], weights[i], parts[found], weights[found])))
            {
                found = i;
            }
        }

        return found;
    }

    /// <summary>Whose next point comes first; of equals the first one.</summary>
    private static int Earliest(long[] parts, IReadOnlyList<long> weights)
    {
        var found = -1;
        for (var i = 0; i < parts.Length; i++)
        {
            if (weights[i] > 0 && (found < 0 || IsBefore(parts[i] + 1, weights[i], parts[found] + 1, weights[found])))
            {
                found = i;
            }
        }

        return found;
    }

    /// <summary>(2k - 1) / 2w of the one is less than that of the other.</summary>
    private static bool IsBefore(long k, long weight, long otherK, long otherWeight) =>
        ((2 * (UInt128)k) - 1) * (UInt128)otherWeight < ((2 * (UInt128)otherK) - 1) * (UInt128)weight;
}
