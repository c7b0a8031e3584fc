using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Members;

/// <summary>Identifies a business relation of a member.</summary>
public readonly record struct RelationId(Guid Value) : IIdentifier<RelationId>
{
    public static string Prefix => "rel";

    public static RelationId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RelationId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
