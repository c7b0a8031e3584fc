namespace Loyalty.Identity.Scopes;

/// <summary>The <c>scope</c> parameter: names separated by single spaces (RFC 6749, section 3.3).</summary>
internal static class ScopeNames
{
    public const int LengthMax = 100;

    public static IReadOnlyList<string> Split(string? scope) =>
        scope is null
            ? []
            : [.. scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    public static string Join(IEnumerable<string> names) => string.Join(' ', names);

    public static bool IsToken(string name) =>
        name.Length is > 0 and <= LengthMax && name.All(c => c is '!' or (>= '#' and <= '[') or (>= ']' and <= '~'));
}
