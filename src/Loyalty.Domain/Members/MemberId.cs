using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Members;

/// <summary>Identifies a member.</summary>
public readonly record struct MemberId(Guid Value) : IIdentifier<MemberId>
{
    public static string Prefix => "mbr";

    public static MemberId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MemberId result) =>
        Identifier.TryParse(s, out result);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(MemberId left, MemberId right) => left.Value > right.Value;

    public static bool operator <(MemberId left, MemberId right) => left.Value < right.Value;

    public static bool operator >=(MemberId left, MemberId right) => left.Value >= right.Value;

    public static bool operator <=(MemberId left, MemberId right) => left.Value <= right.Value;

    public override string ToString() => Identifier.Format(this);
}
