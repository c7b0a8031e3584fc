using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Earning;

/// <summary>Identifies an earning rule over all its versions.</summary>
public readonly record struct RuleId(Guid Value) : IIdentifier<RuleId>
{
    public static string Prefix => "rul";

    public static RuleId From(Guid value) => new(value);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(RuleId left, RuleId right) => left.Value > right.Value;

    public static bool operator <(RuleId left, RuleId right) => left.Value < right.Value;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RuleId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
