namespace Loyalty.Domain.Offers;

/// <summary>Identifies the use of a referral code by a new member.</summary>
public readonly record struct ReferralId(Guid Value) : IIdentifier<ReferralId>, IComparable<ReferralId>
{
    public static string Prefix => "ref";

    public static ReferralId From(Guid value) => new(value);

    public int CompareTo(ReferralId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(ReferralId left, ReferralId right) => left.CompareTo(right) < 0;

    public static bool operator >(ReferralId left, ReferralId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ReferralId left, ReferralId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ReferralId left, ReferralId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out ReferralId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
