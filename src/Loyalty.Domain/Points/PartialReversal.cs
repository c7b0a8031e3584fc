namespace Loyalty.Domain.Points;

/// <summary>
/// The points that belong to a part of a transaction, at the rate of the original whatever the rules say today. What has been
/// taken back after a step is the original's points in proportion to the amount taken back so far, rounded down, and all of
/// them when all of the amount is; a step takes the difference. Hence the parts always sum to the whole.
/// </summary>
public static class PartialReversal
{
    /// <param name="points">of the original entry.</param>
    /// <param name="amount">of the original transaction; above 0.</param>
    /// <param name="reversedBefore">0 to <paramref name="amount"/>.</param>
    /// <param name="reversing">above 0; with what was before at most <paramref name="amount"/>.</param>
    public static long Points(long points, decimal amount, decimal reversedBefore, decimal reversing) =>
        UpTo(points, amount, reversedBefore + reversing) - UpTo(points, amount, reversedBefore);

    private static long UpTo(long points, decimal amount, decimal reversed) =>
        reversed >= amount ? points : (long)decimal.Floor(points * (reversed / amount));
}
