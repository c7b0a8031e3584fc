namespace Loyalty.Domain.Rewards;

/// <summary>Identifies a reward of the catalogue.</summary>
public readonly record struct RewardId(Guid Value) : IIdentifier<RewardId>, IComparable<RewardId>
{
    public static string Prefix => "rwd";

    public static RewardId From(Guid value) => new(value);

    public int CompareTo(RewardId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(RewardId left, RewardId right) => left.CompareTo(right) < 0;

    public static bool operator >(RewardId left, RewardId right) => left.CompareTo(right) > 0;

    public static bool operator <=(RewardId left, RewardId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RewardId left, RewardId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out RewardId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
