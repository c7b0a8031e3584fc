using System.Text.Json.Nodes;

namespace Loyalty.Tests.House;

/// <summary>What an operation of an OpenAPI document must say so that a client can be built from it.</summary>
internal static class ApiSpecs
{
    private static readonly string[] RefusalsOfAll = ["401", "403"];

    /// <summary>One line for each thing that is missing.</summary>
    public static IEnumerable<string> Faults(string name, JsonObject operation)
    {
        if (string.IsNullOrWhiteSpace((string?)operation["summary"]))
        {
            yield return $"{name}: has no summary";
        }

        if (string.IsNullOrWhiteSpace((string?)operation["operationId"]))
        {
            yield return $"{name}: has no operationId";
        }

        if (operation["tags"] is not JsonArray { Count: > 0 })
        {
            yield return $"{name}: has no tag";
        }

        var responses = operation["responses"]?.AsObject() ?? [];
        foreach (var status in RefusalsOfAll.Where(status => !responses.ContainsKey(status)))
        {
            yield return $"{name}: does not say that it answers {status}";
        }

        foreach (var (status, response) in responses.Where(response => response.Key is not "204"))
        {
            if (response?["content"] is not JsonObject { Count: > 0 } content || !content.All(HasSchema))
            {
                yield return $"{name}: {status} says nothing of its body";
            }
        }

        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            if (parameter?["schema"] is not JsonObject { Count: > 0 })
            {
                yield return $"{name}: the parameter {parameter?["name"]} has no schema";
            }
        }
    }

    private static bool HasSchema(KeyValuePair<string, JsonNode?> content) =>
        content.Value?["schema"] is JsonObject { Count: > 0 };
}
