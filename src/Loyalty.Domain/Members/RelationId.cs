namespace Loyalty.Domain.Members;

/// <summary>Identifies a business relation of a member.</summary>
public readonly record struct RelationId(Guid Value) : IIdentifier<RelationId>
{
    public static string Prefix => "rel";

    public static RelationId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
