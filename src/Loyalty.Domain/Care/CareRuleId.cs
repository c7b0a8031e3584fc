namespace Loyalty.Domain.Care;

/// <summary>Identifies a care rule.</summary>
public readonly record struct CareRuleId(Guid Value) : IIdentifier<CareRuleId>, IComparable<CareRuleId>
{
    public static string Prefix => "crl";

    public static CareRuleId From(Guid value) => new(value);

    public int CompareTo(CareRuleId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(CareRuleId left, CareRuleId right) => left.CompareTo(right) < 0;

    public static bool operator >(CareRuleId left, CareRuleId right) => left.CompareTo(right) > 0;

    public static bool operator <=(CareRuleId left, CareRuleId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CareRuleId left, CareRuleId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out CareRuleId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
