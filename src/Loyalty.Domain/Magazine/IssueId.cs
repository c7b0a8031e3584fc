namespace Loyalty.Domain.Magazine;

/// <summary>Identifies one issue of a publication.</summary>
public readonly record struct IssueId(Guid Value) : IIdentifier<IssueId>, IComparable<IssueId>
{
    public static string Prefix => "isu";

    public static IssueId From(Guid value) => new(value);

    public int CompareTo(IssueId other) => Value.CompareTo(other.Value);

    // Queries page by them; the database compares in its own order.
    public static bool operator <(IssueId left, IssueId right) => left.CompareTo(right) < 0;

    public static bool operator >(IssueId left, IssueId right) => left.CompareTo(right) > 0;

    public static bool operator <=(IssueId left, IssueId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IssueId left, IssueId right) => left.CompareTo(right) >= 0;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out IssueId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
