using System.Text;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Magazine;

/// <summary>Identifies a member's subscription. Where it was asked for under a key, it follows from the member and the key, so that a repeat finds
/// what the first request made.</summary>
public readonly record struct SubscriptionId(Guid Value) : IIdentifier<SubscriptionId>, IComparable<SubscriptionId>
{
    public static string Prefix => "sub";

    public static SubscriptionId From(Guid value) => new(value);

    /// <param name="key">the caller's own key; the same of one member is the same subscription.</param>
    public static SubscriptionId Of(MemberId member, string key) =>
        new(Identifier.Derive(Encoding.UTF8.GetBytes($"magazine-subscription\0{member}\0{key}")));

    public int CompareTo(SubscriptionId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(SubscriptionId left, SubscriptionId right) => left.CompareTo(right) < 0;

    public static bool operator >(SubscriptionId left, SubscriptionId right) => left.CompareTo(right) > 0;

    public static bool operator <=(SubscriptionId left, SubscriptionId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SubscriptionId left, SubscriptionId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out SubscriptionId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
