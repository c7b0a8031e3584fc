using System.Text.Json;

namespace Loyalty.GraphQL.Tests.Protection;

/// <summary>Reads the JSON of answers.</summary>
internal static class Answer
{
    public static string? Code(this ExecutionResult result) => result.Errors.Count == 0 ? null : result.Errors[0].Code;

    /// <summary>The limit that <c>DOCUMENT_TOO_COMPLEX</c> names.</summary>
    public static string? Limit(this ExecutionResult result) =>
        result.Errors[0].Extensions.GetValueOrDefault("limit") as string;

    public static (double Field, double Type) Cost(this ExecutionResult result)
    {
        using var json = JsonDocument.Parse(result.ToJson());
        var cost = json.RootElement.GetProperty("extensions").GetProperty("operationCost");
        return (cost.GetProperty("fieldCost").GetDouble(), cost.GetProperty("typeCost").GetDouble());
    }

    public static string Repeat(this string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    public static string Numbered(int count, Func<int, string> part, string between = " ") =>
        string.Join(between, Enumerable.Range(0, count).Select(part));
}
