using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Loyalty.GraphQL.Http;

internal sealed record RequestProblem(int Status, string Message);

/// <summary>The parameters of a request, from the URL or the body; unknown members are ignored.</summary>
internal sealed class RequestParameters : IDisposable
{
    private JsonDocument? owned;

    public required string Query { get; init; }

    public string? OperationName { get; init; }

    public JsonElement Variables { get; init; }

    public void Dispose() => owned?.Dispose();

    public GraphQLRequest ToRequest(IServiceProvider services, ClaimsPrincipal user, HttpContext http) =>
        new(Query, services)
        {
            OperationName = OperationName,
            Variables = Variables,
            User = user,
            HttpContext = http,
        };

    /// <summary>Empty parameters count as absent.</summary>
    public static (RequestParameters?, RequestProblem?) FromQuery(IQueryCollection query, GraphQLOptions options)
    {
        string? text = query["query"];
        if (string.IsNullOrEmpty(text))
            return Bad("The parameter `query` is missing.");
        JsonDocument? variables = null;
        try
        {
            foreach (var name in (string[])["variables", "extensions"])
            {
                if (string.IsNullOrEmpty(query[name]))
                    continue;
                var json = JsonDocument.Parse(
                    query[name].ToString(),
                    new JsonDocumentOptions { MaxDepth = options.JsonDepthMax }
                );
                var valid = json.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Null;
                if (valid && name[0] == 'v')
                    variables = json;
                else
                    json.Dispose();
                if (!valid)
                {
                    variables?.Dispose();
                    return Bad($"The parameter `{name}` must be a JSON object.");
                }
            }
        }
        catch (JsonException)
        {
            variables?.Dispose();
            return Bad("`variables` or `extensions` is not JSON, or nested too deep.");
        }
        var parameters = new RequestParameters
        {
            Query = text,
            OperationName = query["operationName"],
            Variables = variables?.RootElement ?? default,
            owned = variables,
        };
        return (parameters, null);
    }

    /// <summary>Takes over the document and disposes of it when it is not a request.</summary>
    public static (RequestParameters?, RequestProblem?) FromJson(JsonDocument json) => FromJson(json.RootElement, json);

    /// <summary>As above, for a request that is a part of the document.</summary>
    public static (RequestParameters?, RequestProblem?) FromJson(JsonElement body, JsonDocument json)
    {
        var problem =
            body.ValueKind == JsonValueKind.Array ? "Batches are not supported."
            : body.ValueKind != JsonValueKind.Object ? "The body must be a JSON object."
            : !body.TryGetProperty("query", out var query) || query.ValueKind != JsonValueKind.String
                ? "`query` must be a string."
            : !IsKind(body, "operationName", JsonValueKind.String) ? "`operationName` must be a string."
            : !IsKind(body, "variables", JsonValueKind.Object) ? "`variables` must be an object."
            : !IsKind(body, "extensions", JsonValueKind.Object) ? "`extensions` must be an object."
            : null;
        if (problem is not null)
        {
            json.Dispose();
            return Bad(problem);
        }
        try
        {
            var parameters = new RequestParameters
            {
                Query = body.GetProperty("query").GetString()!,
                OperationName = body.TryGetProperty("operationName", out var name) ? name.GetString() : null,
                Variables = body.TryGetProperty("variables", out var variables) ? variables : default,
                owned = json,
            };
            return (parameters, null);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON, but no text.
            json.Dispose();
            return Bad("The body holds text that is not Unicode.");
        }
    }

    private static bool IsKind(JsonElement body, string name, JsonValueKind kind) =>
        !body.TryGetProperty(name, out var value) || value.ValueKind == kind || value.ValueKind == JsonValueKind.Null;

    private static (RequestParameters?, RequestProblem?) Bad(string message) =>
        (null, new RequestProblem(StatusCodes.Status400BadRequest, message));
}
