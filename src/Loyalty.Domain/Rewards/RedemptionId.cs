using System.Text;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Rewards;

/// <summary>Identifies a redemption. It follows from the member and the member's key for it, so that a repeat finds what the first
/// request made.</summary>
public readonly record struct RedemptionId(Guid Value) : IIdentifier<RedemptionId>, IComparable<RedemptionId>
{
    public static string Prefix => "red";

    public static RedemptionId From(Guid value) => new(value);

    /// <param name="key">the caller's own key; the same of one member is the same redemption.</param>
    public static RedemptionId Of(MemberId member, string key) =>
        new(Identifier.Derive(Encoding.UTF8.GetBytes($"redemption\0{member}\0{key}")));

    public int CompareTo(RedemptionId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(RedemptionId left, RedemptionId right) => left.CompareTo(right) < 0;

    public static bool operator >(RedemptionId left, RedemptionId right) => left.CompareTo(right) > 0;

    public static bool operator <=(RedemptionId left, RedemptionId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RedemptionId left, RedemptionId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out RedemptionId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
