using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Loyalty.GraphQL.Http;

internal sealed record RequestProblem(int Status, GraphQLError Error)
{
    public static RequestProblem Bad(string message) => new(StatusCodes.Status400BadRequest, new GraphQLError(message));
}

/// <summary>The parameters of a request, from the URL or the body; unknown members are ignored.</summary>
internal sealed class RequestParameters
{
    /// <summary>Null when the document is named only.</summary>
    public string? Query { get; init; }

    /// <summary>The SHA-256 that names the document, as it was sent.</summary>
    public string? DocumentId { get; init; }

    public string? OperationName { get; init; }

    /// <summary>Belongs to the JSON document that was read.</summary>
    public JsonElement Variables { get; init; }

    public GraphQLRequest ToRequest(
        string document,
        IServiceProvider services,
        ClaimsPrincipal user,
        HttpContext http
    ) =>
        new(document, services)
        {
            OperationName = OperationName,
            Variables = Variables,
            User = user,
            HttpContext = http,
        };

    /// <summary>Empty parameters count as absent.</summary>
    /// <param name="json">What <see cref="Variables"/> belongs to; to be disposed of after the request.</param>
    public static (RequestParameters?, RequestProblem?) FromQuery(
        IQueryCollection query,
        GraphQLOptions options,
        out JsonDocument? json
    )
    {
        json = null;
        try
        {
            json = Read(query, "variables", options);
            using var extensions = Read(query, "extensions", options);
            string? text = query["query"];
            string? id = string.IsNullOrEmpty(query["documentId"]) ? query["id"] : query["documentId"];
            if (PersistedHash(extensions?.RootElement ?? default, out var hash) is { } problem)
                return (null, problem);
            id = string.IsNullOrEmpty(id) ? hash : id;
            if (string.IsNullOrEmpty(text) && id is null)
                return Bad("The parameter `query` is missing.");
            var parameters = new RequestParameters
            {
                Query = string.IsNullOrEmpty(text) ? null : text,
                DocumentId = id,
                OperationName = query["operationName"],
                Variables = json?.RootElement ?? default,
            };
            return (parameters, null);
        }
        catch (JsonException)
        {
            return Bad("`variables` or `extensions` is not JSON, or nested too deep.");
        }
        catch (FormatException exception)
        {
            return Bad(exception.Message);
        }
        catch (InvalidOperationException)
        {
            return Bad("`extensions` holds text that is not Unicode.");
        }
    }

    public static (RequestParameters?, RequestProblem?) FromJson(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return Bad("The body must be a JSON object.");
        try
        {
            var extensions = Member(body, "extensions", JsonValueKind.Object);
            if (PersistedHash(extensions, out var hash) is { } problem)
                return (null, problem);
            var id = Text(body, "documentId") ?? Text(body, "id") ?? hash;
            var query = Text(body, "query");
            if (query is null && id is null)
                return Bad("`query` must be a string.");
            var parameters = new RequestParameters
            {
                Query = query,
                DocumentId = id,
                OperationName = Text(body, "operationName"),
                Variables = Member(body, "variables", JsonValueKind.Object),
            };
            return (parameters, null);
        }
        catch (FormatException exception)
        {
            return Bad(exception.Message);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON, but no text.
            return Bad("The body holds text that is not Unicode.");
        }
    }

    // Apollo's protocol: {"persistedQuery": {"version": 1, "sha256Hash": "…"}}.
    private static RequestProblem? PersistedHash(JsonElement extensions, out string? hash)
    {
        hash = null;
        if (
            extensions.ValueKind != JsonValueKind.Object
            || !extensions.TryGetProperty("persistedQuery", out var persisted)
            || persisted.ValueKind == JsonValueKind.Null
        )
            return null;
        if (
            persisted.ValueKind != JsonValueKind.Object
            || !persisted.TryGetProperty("version", out var version)
            || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out var number)
            || number != 1
            || !persisted.TryGetProperty("sha256Hash", out var text)
            || text.ValueKind != JsonValueKind.String
        )
            return RequestProblem.Bad("`extensions.persistedQuery` must hold `version` 1 and `sha256Hash`.");
        hash = text.GetString();
        return null;
    }

    private static JsonDocument? Read(IQueryCollection query, string name, GraphQLOptions options)
    {
        if (string.IsNullOrEmpty(query[name]))
            return null;
        var json = JsonDocument.Parse(
            query[name].ToString(),
            new JsonDocumentOptions { MaxDepth = options.JsonDepthMax }
        );
        if (json.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Null)
            return json;
        json.Dispose();
        throw new FormatException($"The parameter `{name}` must be a JSON object.");
    }

    private static string? Text(JsonElement body, string name)
    {
        var member = Member(body, name, JsonValueKind.String);
        return member.ValueKind == JsonValueKind.String ? member.GetString() : null;
    }

    // Undefined or null count as absent.
    private static JsonElement Member(JsonElement body, string name, JsonValueKind kind) =>
        !body.TryGetProperty(name, out var value) ? default
        : value.ValueKind == kind || value.ValueKind == JsonValueKind.Null ? value
        : throw new FormatException(
            kind == JsonValueKind.String ? $"`{name}` must be a string." : $"`{name}` must be an object."
        );

    private static (RequestParameters?, RequestProblem?) Bad(string message) => (null, RequestProblem.Bad(message));
}
