namespace Loyalty.Domain.Offers;

/// <summary>Identifies a voucher; the same UUID as the grant that gave it.</summary>
public readonly record struct VoucherId(Guid Value) : IIdentifier<VoucherId>, IComparable<VoucherId>
{
    public static string Prefix => "vch";

    public static VoucherId From(Guid value) => new(value);

    public int CompareTo(VoucherId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(VoucherId left, VoucherId right) => left.CompareTo(right) < 0;

    public static bool operator >(VoucherId left, VoucherId right) => left.CompareTo(right) > 0;

    public static bool operator <=(VoucherId left, VoucherId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(VoucherId left, VoucherId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out VoucherId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
