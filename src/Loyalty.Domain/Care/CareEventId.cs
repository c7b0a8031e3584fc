using System.Text;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Care;

/// <summary>Identifies a due contact. It follows from the rule, the member and the occasion, so that whoever plans it first plans it
/// alone.</summary>
public readonly record struct CareEventId(Guid Value) : IIdentifier<CareEventId>, IComparable<CareEventId>
{
    public static string Prefix => "cev";

    public static CareEventId From(Guid value) => new(value);

    /// <param name="occasion">see <see cref="CareEvent.Occasion"/>.</param>
    public static CareEventId Of(CareRuleId rule, MemberId member, string occasion) =>
        new(Identifier.Derive(Encoding.UTF8.GetBytes($"care\0{rule}\0{member}\0{occasion}")));

    public int CompareTo(CareEventId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(CareEventId left, CareEventId right) => left.CompareTo(right) < 0;

    public static bool operator >(CareEventId left, CareEventId right) => left.CompareTo(right) > 0;

    public static bool operator <=(CareEventId left, CareEventId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CareEventId left, CareEventId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out CareEventId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
