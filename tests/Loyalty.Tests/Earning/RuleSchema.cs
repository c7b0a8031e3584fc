using System.Text.Json.Nodes;
using Loyalty.Tests.House;

namespace Loyalty.Tests.Earning;

/// <summary>api-specs/earning-rule.schema.json.</summary>
internal static class RuleSchema
{
    public static readonly JsonNode Root = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "api-specs", "earning-rule.schema.json"))
    )!;

    public static JsonNode At(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(Root, (node, step) => node[step]!);

    /// <summary>The path of each field that is no object itself: <c>when.hours.from</c>, <c>effect.steps[].points</c>.</summary>
    public static IEnumerable<string> Leaves() => LeavesOf(Root, "");

    private static IEnumerable<string> LeavesOf(JsonNode part, string path)
    {
        if (part["$ref"] is { } reference)
        {
            part = At(((string)reference!)[2..]);
        }

        if (part["properties"] is JsonObject fields)
        {
            return fields.SelectMany(field =>
                LeavesOf(field.Value!, path.Length == 0 ? field.Key : $"{path}.{field.Key}")
            );
        }

        return part["items"] is JsonObject items && items["properties"] is not null
            ? LeavesOf(items, path + "[]")
            : [path];
    }
}
