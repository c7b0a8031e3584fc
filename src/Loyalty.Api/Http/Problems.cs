using System.Text.Json;
using Loyalty.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Loyalty.Api.Http;

/// <summary>
/// The one place that turns refusals into answers: RFC 9457 problem details for REST and webhooks. The type is a relative
/// reference <c>/problems/{code}</c>; docs/problems.md lists them all.
/// </summary>
public static class Problems
{
    public static ProblemHttpResult ToProblem(this Refusal refusal) => TypedResults.Problem(ToDetails(refusal));

    public static ProblemDetails ToDetails(Refusal refusal)
    {
        var problem = new ProblemDetails
        {
            Type = $"/problems/{refusal.Code}",
            Title = Title(refusal.Code),
            Status = StatusOf(refusal.Kind),
            Detail = refusal.Detail,
        };
        foreach (var (name, value) in refusal.Fields)
        {
            problem.Extensions[name] = value;
        }

        return problem;
    }

    /// <summary>A refusal of HTTP's own, before any operation was asked.</summary>
    public static ProblemDetails ToDetails(string code, int status, string detail) =>
        new()
        {
            Type = $"/problems/{code}",
            Title = Title(code),
            Status = status,
            Detail = detail,
        };

    public static int StatusOf(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            RefusalKind.Stale => StatusCodes.Status412PreconditionFailed,
            RefusalKind.NotAllowed => StatusCodes.Status403Forbidden,
            RefusalKind.Busy => StatusCodes.Status429TooManyRequests,
            _ => throw new InvalidOperationException($"No status for {kind}."),
        };

    /// <summary>What the framework could not bind: 400 that names the place in the JSON, never its internals.</summary>
    public static ProblemDetails FromBadRequest(BadHttpRequestException exception)
    {
        var problem = new ProblemDetails
        {
            Type = "/problems/malformed-request",
            Title = Title("malformed-request"),
            Status = exception.StatusCode,
            Detail = "The request could not be read.",
        };
        if (exception.InnerException is JsonException json)
        {
            var path = json.Path is null or "$" ? "body" : json.Path.TrimStart('$', '.');
            problem.Detail = "The body is not the JSON that is expected here.";
            problem.Extensions["errors"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                [path] = ["is missing or not of the type that is expected here"],
            };
        }

        return problem;
    }

    /// <summary><c>insufficient-points</c> is titled "Insufficient points".</summary>
    private static string Title(string code) =>
        string.Create(
            code.Length,
            code,
            static (text, code) =>
            {
                code.AsSpan().Replace(text, '-', ' ');
                text[0] = char.ToUpperInvariant(text[0]);
            }
        );
}
