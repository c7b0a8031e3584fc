using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Members;

/// <summary>Identifies a business relation of a member.</summary>
public readonly record struct RelationId(Guid Value) : IIdentifier<RelationId>
{
    public static string Prefix => "rel";

    public static RelationId From(Guid value) => new(value);

    /// <summary>What the framework binds a path with; it does not look for it in the interface.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, out RelationId result) =>
        Identifier.TryParse(text, out result);

    public override string ToString() => Identifier.Format(this);
}
