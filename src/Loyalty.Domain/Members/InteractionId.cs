namespace Loyalty.Domain.Members;

/// <summary>Identifies something that happened between a member and the club.</summary>
public readonly record struct InteractionId(Guid Value) : IIdentifier<InteractionId>
{
    public static string Prefix => "int";

    public static InteractionId From(Guid value) => new(value);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(InteractionId left, InteractionId right) => left.Value > right.Value;

    public static bool operator <(InteractionId left, InteractionId right) => left.Value < right.Value;

    public override string ToString() => Identifier.Format(this);
}
