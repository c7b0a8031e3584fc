using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Members;

/// <summary>Identifies a member.</summary>
public readonly record struct MemberId(Guid Value) : IIdentifier<MemberId>
{
    public static string Prefix => "mbr";

    public static MemberId From(Guid value) => new(value);

    /// <summary>What the framework binds a path with; it does not look for it in the interface.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, out MemberId result) =>
        Identifier.TryParse(text, out result);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(MemberId left, MemberId right) => left.Value > right.Value;

    public static bool operator <(MemberId left, MemberId right) => left.Value < right.Value;

    public override string ToString() => Identifier.Format(this);
}
