namespace Loyalty.Domain.Magazine;

/// <summary>Identifies a publication.</summary>
public readonly record struct PublicationId(Guid Value) : IIdentifier<PublicationId>, IComparable<PublicationId>
{
    public static string Prefix => "pub";

    public static PublicationId From(Guid value) => new(value);

    public int CompareTo(PublicationId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(PublicationId left, PublicationId right) => left.CompareTo(right) < 0;

    public static bool operator >(PublicationId left, PublicationId right) => left.CompareTo(right) > 0;

    public static bool operator <=(PublicationId left, PublicationId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PublicationId left, PublicationId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out PublicationId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
