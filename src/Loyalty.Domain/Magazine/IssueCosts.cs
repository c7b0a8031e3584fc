namespace Loyalty.Domain.Magazine;

/// <summary>What one printed copy costs, in its parts, before tax.</summary>
public sealed record IssueCosts(
    MoneyCurrency Currency,
    CostPart AddressUse,
    CostPart Print,
    CostPart Envelope,
    CostPart Postage
)
{
    public IEnumerable<CostPart> Parts => [AddressUse, Print, Envelope, Postage];

    /// <param name="pieces">copies that were made, at least 1: the discount of each part follows from it.</param>
    public decimal PerPiece(long pieces) => Parts.Sum(part => part.PerPiece(pieces));
}

/// <param name="Price">of a piece without discount, at least 0.</param>
/// <param name="Discounts">by rising quantity; the one with the greatest quantity that is reached holds for all pieces.</param>
public sealed record CostPart(decimal Price, IReadOnlyList<QuantityDiscount> Discounts)
{
    public const decimal PriceMax = 1_000_000;
    public const int DiscountsMax = 20;

    public static CostPart Free { get; } = new(0, []);

    public decimal PerPiece(long pieces)
    {
        var percent = Discounts.LastOrDefault(discount => pieces >= discount.From)?.Percent ?? 0;
        return Price * (100 - percent) / 100;
    }
}

/// <param name="From">so many pieces or more, at least 1.</param>
/// <param name="Percent">off the price of a piece, 0 to 100.</param>
public sealed record QuantityDiscount(long From, decimal Percent)
{
    public const long FromMax = 1_000_000_000;
}
