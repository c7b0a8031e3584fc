using System.Collections.Concurrent;
using System.Security.Claims;
using Loyalty.GraphQL.Building;
using Loyalty.GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.GraphQL.Execution;

/// <summary>The context in which a source stream is opened: there is no parent yet, and no result to which an error could be added.</summary>
internal sealed class SourceContext(
    GraphQLRequest request,
    FieldPlan plan,
    IReadOnlyDictionary<string, object?> variables,
    CancellationToken cancellationToken
) : IResolverContext
{
    private readonly object?[] arguments = plan.Arguments.Values(variables);
    private readonly Dictionary<object, IDataLoader> loaders = [];

    public IServiceProvider Services => request.Services;

    public ClaimsPrincipal User => request.User;

    public HttpContext? HttpContext => request.HttpContext;

    public CancellationToken RequestAborted => cancellationToken;

    public FieldDefinition Field => plan.Definition;

    public IReadOnlyList<object> Path => [plan.ResponseName];

    public IReadOnlyDictionary<string, object?> Arguments => plan.Arguments.ByName(variables);

    public ConcurrentDictionary<string, object?> ContextData { get; } = new(StringComparer.Ordinal);

    public T Parent<T>() => throw new InvalidCastException("A source stream has no parent.");

    public void ReportError(GraphQLError error) =>
        throw new NotSupportedException("A source stream refuses by throwing a GraphQLException.");

    public object? Argument(int at) => arguments[at];

    public object Service(Type type) => Services.GetRequiredService(type);

    public object Root(Type type) => ActivatorUtilities.GetServiceOrCreateInstance(Services, type);

    public IDataLoader Loader(LoaderFactory factory)
    {
        if (!loaders.TryGetValue(factory.Key, out var loader))
        {
            loader = factory.Create(Services, AtOnce.Scheduler);
            loaders.Add(factory.Key, loader);
        }
        return loader;
    }

    /// <summary>There is one method only, hence nobody else's keys to wait for.</summary>
    private sealed class AtOnce : IBatchScheduler
    {
        public static readonly AtOnce Scheduler = new();

        public void Schedule(Func<Task> batch, CancellationToken cancellationToken = default) => _ = batch();

        public void Complete(Action completion) => completion();
    }
}
