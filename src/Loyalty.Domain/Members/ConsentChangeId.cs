namespace Loyalty.Domain.Members;

/// <summary>Identifies one decision in the history of consents.</summary>
public readonly record struct ConsentChangeId(Guid Value) : IIdentifier<ConsentChangeId>
{
    public static string Prefix => "cns";

    public static ConsentChangeId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
