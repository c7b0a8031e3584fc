using System.Text;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Care;

/// <summary>Identifies a complaint.</summary>
public readonly record struct ComplaintId(Guid Value) : IIdentifier<ComplaintId>, IComparable<ComplaintId>
{
    public static string Prefix => "cpl";

    public static ComplaintId From(Guid value) => new(value);

    /// <summary>Of the complaint that a contact's outcome opens: one a contact, whoever reports it how often.</summary>
    public static ComplaintId Of(CareEventId contact) =>
        new(Identifier.Derive(Encoding.UTF8.GetBytes($"complaint\0{contact}")));

    /// <summary>Of a complaint that was recorded as an interaction: one an interaction.</summary>
    public static ComplaintId Of(InteractionId interaction) =>
        new(Identifier.Derive(Encoding.UTF8.GetBytes($"complaint\0{interaction}")));

    public int CompareTo(ComplaintId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(ComplaintId left, ComplaintId right) => left.CompareTo(right) < 0;

    public static bool operator >(ComplaintId left, ComplaintId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ComplaintId left, ComplaintId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ComplaintId left, ComplaintId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out ComplaintId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
