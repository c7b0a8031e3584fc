using System.Text;

namespace Loyalty.Domain.Magazine;

/// <summary>Identifies one copy of an issue. It follows from the issue and the subscription, so that nobody is sent a second one; it stands on
/// the label and comes back with a returned copy.</summary>
public readonly record struct CopyId(Guid Value) : IIdentifier<CopyId>, IComparable<CopyId>
{
    public static string Prefix => "cpy";

    public static CopyId From(Guid value) => new(value);

    public static CopyId Of(IssueId issue, SubscriptionId subscription) =>
        new(Identifier.Derive(Encoding.UTF8.GetBytes($"copy\0{issue}\0{subscription}")));

    public int CompareTo(CopyId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(CopyId left, CopyId right) => left.CompareTo(right) < 0;

    public static bool operator >(CopyId left, CopyId right) => left.CompareTo(right) > 0;

    public static bool operator <=(CopyId left, CopyId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CopyId left, CopyId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out CopyId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
