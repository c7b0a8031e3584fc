using System.Security.Claims;
using System.Text.Json;
using Loyalty.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Loyalty.GraphQL;

/// <summary>A request to execute (section 6).</summary>
/// <param name="Query">The document's text.</param>
/// <param name="Services">The request's scope; it must live until the result is there.</param>
public sealed record GraphQLRequest(string Query, IServiceProvider Services)
{
    public string? OperationName { get; init; }

    /// <summary>A JSON object with the values of variables, or undefined or null for none.</summary>
    public JsonElement Variables { get; init; }

    public ClaimsPrincipal User { get; init; } = new(new ClaimsIdentity());

    public HttpContext? HttpContext { get; init; }

    /// <summary>Whether the answer tells the operation's cost. Needs the cost analysis to be on.</summary>
    public CostReporting CostReporting { get; init; }

    /// <summary>HTTP GET must not change anything.</summary>
    public bool QueriesOnly { get; init; }

    /// <summary>The event of a subscription that the operation is executed for.</summary>
    internal EventMessage? Event { get; init; }
}
