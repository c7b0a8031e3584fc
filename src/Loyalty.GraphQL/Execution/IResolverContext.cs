using System.Security.Claims;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL;

/// <summary>What a resolver may know of the field it resolves and the request around it.</summary>
public interface IResolverContext
{
    /// <summary>The services of the request. Resolvers of one request run concurrently: take factories, not contexts.</summary>
    IServiceProvider Services { get; }

    ClaimsPrincipal User { get; }

    /// <summary>Ends when the client has gone away or the request's time is over.</summary>
    CancellationToken RequestAborted { get; }

    FieldDefinition Field { get; }

    /// <summary>Response names and list indices from the root to this field.</summary>
    IReadOnlyList<object> Path { get; }

    /// <summary>Coerced arguments; those neither given nor defaulted are absent. Input objects are dictionaries.</summary>
    IReadOnlyDictionary<string, object?> Arguments { get; }

    /// <summary>State that the resolvers of one request share.</summary>
    System.Collections.Concurrent.ConcurrentDictionary<string, object?> ContextData { get; }

    /// <summary>The object whose field is being resolved.</summary>
    /// <exception cref="InvalidCastException">The parent is of another type.</exception>
    T Parent<T>();

    /// <summary>Adds an error at this field while the field still gives a value.</summary>
    void ReportError(GraphQLError error);
}
