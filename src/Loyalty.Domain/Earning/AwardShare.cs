namespace Loyalty.Domain.Earning;

/// <summary>
/// Which points of an award belong to a part of its amount, so that taking the amount back part by part takes back exactly
/// what was earned: not a point more or less, whatever the parts and their order. The recorded award decides, never the
/// rule as it is today.
/// </summary>
public static class AwardShare
{
    /// <param name="points">what the award gave.</param>
    /// <param name="baseAmount">the amount that it gave it for; see <see cref="AwardComputation.BaseAmount"/>.</param>
    /// <param name="takenBefore">how much of that amount was taken back earlier, at least 0.</param>
    /// <param name="taken">how much more is taken back now, at least 0. More than what is left counts as what is left.</param>
    /// <returns>points to take back, at least 0. A fraction of a point stays until a later part completes it.</returns>
    public static long Of(long points, decimal baseAmount, decimal takenBefore, decimal taken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(points);
        ArgumentOutOfRangeException.ThrowIfNegative(takenBefore);
        ArgumentOutOfRangeException.ThrowIfNegative(taken);
        // Both ends are rounded from the start of the amount, so the differences add up to the whole.
        return UpTo(points, baseAmount, Math.Min(takenBefore, baseAmount) + Math.Min(taken, baseAmount))
            - UpTo(points, baseAmount, takenBefore);
    }

    private static long UpTo(long points, decimal baseAmount, decimal amount)
    {
        if (amount >= baseAmount)
        {
            return points;
        }

        // In 128 bits of hundredths of hundredths: the product of 16 and 19 digits does not fit a decimal.
        var part = (Int128)decimal.Truncate(amount * 10_000);
        var whole = (Int128)decimal.Truncate(baseAmount * 10_000);
        return whole == 0 ? 0 : (long)(part * points / whole);
    }
}
