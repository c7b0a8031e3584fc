using System.Text.Json;
using Loyalty.Domain;

namespace Loyalty.Api.Http;

/// <summary>An enum of the query string, as it is written in JSON; the framework would read its names in C#.</summary>
internal static class Choice<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values = Enum.GetValues<T>()
        .ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.Ordinal);

    public static Refusal.InvalidRequest Unknown(string field) =>
        new(field, $"must be one of {string.Join(", ", Values.Keys)}");

    /// <returns>true also when nothing was asked for.</returns>
    public static bool TryRead(string? text, out T? value)
    {
        var isKnown = Values.TryGetValue(text ?? "", out var known);
        value = isKnown ? known : null;
        return isKnown || text is null;
    }
}
