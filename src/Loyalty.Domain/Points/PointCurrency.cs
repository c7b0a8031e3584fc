namespace Loyalty.Domain.Points;

/// <summary>What points are good for.</summary>
public enum PointCurrencyKind
{
    /// <summary>Can be spent on rewards.</summary>
    Redeemable,

    /// <summary>Counts towards a tier and cannot be spent.</summary>
    Qualifying,
}

/// <summary>What a club counts points in.</summary>
public sealed class PointCurrency : IVersioned
{
    public const int NameLengthMax = 100;

    public required PointCurrencyCode Code { get; init; }

    /// <summary>For members and staff: <c>Club points</c>.</summary>
    public required string Name { get; set; }

    public required PointCurrencyKind Kind { get; init; }

    /// <summary>When points lapse, counted from the day on which they are posted. A change holds for points posted after
    /// it.</summary>
    public ExpiryModel Expiry { get; set; } = new ExpiryModel.Never();

    /// <summary>What one point costs whoever funds it, where the partner's contract says nothing else; null when nobody has
    /// said.</summary>
    public Money? CostPerPoint { get; set; }

    /// <summary>What one point pays of an order; null when orders cannot be paid with these points. Not what it costs: that is for
    /// the books.</summary>
    public Money? ValuePerPoint { get; set; }

    public long Version { get; set; }
}
