using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Members;

/// <summary>Identifies an e-mail address or telephone number of one member.</summary>
public readonly record struct ContactPointId(Guid Value) : IIdentifier<ContactPointId>
{
    public static string Prefix => "cpt";

    public static ContactPointId From(Guid value) => new(value);

    /// <summary>What the framework binds a path with; it does not look for it in the interface.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, out ContactPointId result) =>
        Identifier.TryParse(text, out result);

    public override string ToString() => Identifier.Format(this);
}
