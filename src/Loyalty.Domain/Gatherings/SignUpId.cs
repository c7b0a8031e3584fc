namespace Loyalty.Domain.Gatherings;

/// <summary>Identifies a member's sign-up for a gathering.</summary>
public readonly record struct SignUpId(Guid Value) : IIdentifier<SignUpId>, IComparable<SignUpId>
{
    public static string Prefix => "gsu";

    public static SignUpId From(Guid value) => new(value);

    public int CompareTo(SignUpId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(SignUpId left, SignUpId right) => left.CompareTo(right) < 0;

    public static bool operator >(SignUpId left, SignUpId right) => left.CompareTo(right) > 0;

    public static bool operator <=(SignUpId left, SignUpId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SignUpId left, SignUpId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out SignUpId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
