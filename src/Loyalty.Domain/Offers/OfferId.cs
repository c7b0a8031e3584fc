namespace Loyalty.Domain.Offers;

/// <summary>Identifies an offer.</summary>
public readonly record struct OfferId(Guid Value) : IIdentifier<OfferId>, IComparable<OfferId>
{
    public static string Prefix => "off";

    public static OfferId From(Guid value) => new(value);

    public int CompareTo(OfferId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(OfferId left, OfferId right) => left.CompareTo(right) < 0;

    public static bool operator >(OfferId left, OfferId right) => left.CompareTo(right) > 0;

    public static bool operator <=(OfferId left, OfferId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OfferId left, OfferId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out OfferId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
