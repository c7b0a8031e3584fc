namespace Loyalty.Domain.Members;

/// <summary>Identifies something that happened between a member and the club.</summary>
public readonly record struct InteractionId(Guid Value) : IIdentifier<InteractionId>
{
    public static string Prefix => "int";

    public static InteractionId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
