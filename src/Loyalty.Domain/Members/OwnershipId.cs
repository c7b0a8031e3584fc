namespace Loyalty.Domain.Members;

/// <summary>Identifies one member's time with one vehicle.</summary>
public readonly record struct OwnershipId(Guid Value) : IIdentifier<OwnershipId>
{
    public static string Prefix => "own";

    public static OwnershipId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
