namespace Loyalty.Domain.Gatherings;

/// <summary>Identifies a club event to which members are invited.</summary>
public readonly record struct GatheringId(Guid Value) : IIdentifier<GatheringId>, IComparable<GatheringId>
{
    public static string Prefix => "gth";

    public static GatheringId From(Guid value) => new(value);

    public int CompareTo(GatheringId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(GatheringId left, GatheringId right) => left.CompareTo(right) < 0;

    public static bool operator >(GatheringId left, GatheringId right) => left.CompareTo(right) > 0;

    public static bool operator <=(GatheringId left, GatheringId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(GatheringId left, GatheringId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out GatheringId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
