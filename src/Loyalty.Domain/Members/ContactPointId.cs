using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Members;

/// <summary>Identifies an e-mail address or telephone number of one member.</summary>
public readonly record struct ContactPointId(Guid Value) : IIdentifier<ContactPointId>
{
    public static string Prefix => "cpt";

    public static ContactPointId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ContactPointId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
