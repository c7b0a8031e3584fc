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

    public const int ExpiryMonthsMax = 600;

    public required PointCurrencyCode Code { get; init; }

    /// <summary>For members and staff: <c>Club points</c>.</summary>
    public required string Name { get; set; }

    public required PointCurrencyKind Kind { get; init; }

    /// <summary>Points lapse at the end of the month this many months after they were posted, in the programme's time zone:
    /// 1 to <see cref="ExpiryMonthsMax"/>; null for never. A change holds for points posted after it.</summary>
    public int? ExpiryMonths { get; set; }

    public long Version { get; set; }
}
