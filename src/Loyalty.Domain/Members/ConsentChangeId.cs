namespace Loyalty.Domain.Members;

/// <summary>Identifies one decision in the history of consents.</summary>
public readonly record struct ConsentChangeId(Guid Value) : IIdentifier<ConsentChangeId>
{
    public static string Prefix => "cns";

    public static ConsentChangeId From(Guid value) => new(value);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(ConsentChangeId left, ConsentChangeId right) => left.Value > right.Value;

    public static bool operator <(ConsentChangeId left, ConsentChangeId right) => left.Value < right.Value;

    public override string ToString() => Identifier.Format(this);
}
