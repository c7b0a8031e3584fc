namespace Loyalty.Domain.Magazine;

/// <summary>How well copies of one channel, or of one region of it, arrived.</summary>
/// <param name="Ready">addressed and not yet on their way.</param>
/// <param name="Sent">that left, returned ones included.</param>
/// <param name="Returned">of those that left.</param>
public sealed record Deliverability(long Ready, long Sent, long Returned)
{
    /// <summary>What the postal partner is held to.</summary>
    public const decimal Target = 0.95m;

    public long Reached => Sent - Returned;

    /// <summary>The share of what left that did not come back, rounded down to four places, so that what misses the target never looks as
    /// if it met it; null while nothing has left.</summary>
    public decimal? Share => Sent == 0 ? null : decimal.Floor((decimal)Reached * 10_000 / Sent) / 10_000;

    public bool? MeetsTarget => Sent == 0 ? null : Reached >= Target * Sent;

    public static Deliverability operator +(Deliverability left, Deliverability right) =>
        new(left.Ready + right.Ready, left.Sent + right.Sent, left.Returned + right.Returned);
}
