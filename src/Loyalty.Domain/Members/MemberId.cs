namespace Loyalty.Domain.Members;

/// <summary>Identifies a member.</summary>
public readonly record struct MemberId(Guid Value) : IIdentifier<MemberId>
{
    public static string Prefix => "mbr";

    public static MemberId From(Guid value) => new(value);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(MemberId left, MemberId right) => left.Value > right.Value;

    public static bool operator <(MemberId left, MemberId right) => left.Value < right.Value;

    public override string ToString() => Identifier.Format(this);
}
