namespace Loyalty.Domain.Members;

/// <summary>Identifies one step in the history of a member's status.</summary>
public readonly record struct StatusChangeId(Guid Value) : IIdentifier<StatusChangeId>
{
    public static string Prefix => "stc";

    public static StatusChangeId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
