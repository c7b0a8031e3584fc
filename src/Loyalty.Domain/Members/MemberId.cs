namespace Loyalty.Domain.Members;

/// <summary>Identifies a member.</summary>
public readonly record struct MemberId(Guid Value) : IIdentifier<MemberId>
{
    public static string Prefix => "mbr";

    public static MemberId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
