namespace Loyalty.Domain.Members;

/// <summary>Identifies an e-mail address or telephone number of one member.</summary>
public readonly record struct ContactPointId(Guid Value) : IIdentifier<ContactPointId>
{
    public static string Prefix => "cpt";

    public static ContactPointId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
