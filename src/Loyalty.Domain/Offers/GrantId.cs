using System.Text;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Offers;

/// <summary>Identifies a grant. It follows from the offer, the member and the occasion, so that whoever grants first grants alone.</summary>
public readonly record struct GrantId(Guid Value) : IIdentifier<GrantId>, IComparable<GrantId>
{
    public static string Prefix => "grt";

    public static GrantId From(Guid value) => new(value);

    /// <param name="occasion">see <see cref="OfferGrant.Occasion"/>.</param>
    public static GrantId Of(OfferId offer, MemberId member, string occasion) =>
        new(Identifier.Derive(Encoding.UTF8.GetBytes($"grant\0{offer}\0{member}\0{occasion}")));

    public int CompareTo(GrantId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(GrantId left, GrantId right) => left.CompareTo(right) < 0;

    public static bool operator >(GrantId left, GrantId right) => left.CompareTo(right) > 0;

    public static bool operator <=(GrantId left, GrantId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(GrantId left, GrantId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out GrantId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
