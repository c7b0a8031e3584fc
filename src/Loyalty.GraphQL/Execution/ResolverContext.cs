using System.Collections.Concurrent;
using System.Security.Claims;
using Loyalty.GraphQL.Building;
using Loyalty.GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.GraphQL.Execution;

/// <summary>The context of one field; compiled resolvers take their parameters from it.</summary>
internal sealed class ResolverContext(
    OperationExecution execution,
    FieldPlan field,
    object source,
    object?[] arguments,
    PathSegment[] path
) : IResolverContext
{
    private FieldPlan plan = field;
    private object source = source;
    private object?[] arguments = arguments;

    public object ParentValue => source;

    public IServiceProvider Services => execution.Request.Services;

    public ClaimsPrincipal User => execution.Request.User;

    public HttpContext? HttpContext => execution.Request.HttpContext;

    public CancellationToken RequestAborted => execution.Cancellation;

    public FieldDefinition Field => plan.Definition;

    public IReadOnlyList<object> Path => OperationExecution.NamesOf(path);

    public IReadOnlyDictionary<string, object?> Arguments => plan.Arguments.ByName(execution.Variables);

    public ConcurrentDictionary<string, object?> ContextData => execution.ContextData;

    public Schema Schema => execution.Schema;

    public ObjectType ParentType => (ObjectType)plan.Parent;

    public T Parent<T>() => (T)source;

    public void ReportError(GraphQLError error) => execution.Report(error, plan, path);

    public T? Argument<T>(int at) => arguments[at] is T value ? value : default;

    public T Service<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public object Root(Type type) => execution.Root(type);

    public IDataLoader Loader(LoaderFactory factory) => execution.Loader(factory);

    public ResolverContext WithArguments(object?[] values) => new(execution, plan, source, values, path);

    /// <summary>Moves on to another field.</summary>
    public void Use(FieldPlan nextField, object nextSource, object?[] nextArguments) =>
        (plan, source, arguments) = (nextField, nextSource, nextArguments);

    public PagingArguments PagingArguments(int at, UsePagingAttribute limits)
    {
        var (first, last) = (Argument<int?>(at), Argument<int?>(at + 2));
        foreach (var (name, size) in (ReadOnlySpan<(string, int?)>)[("first", first), ("last", last)])
        {
            if (size < 0)
                throw Refused($"`{name}` must not be negative.");
            if (size > limits.MaxPageSize)
                throw Refused($"`{name}` must be at most {limits.MaxPageSize}.");
        }
        if (first is not null && last is not null)
            throw Refused("Give `first` or `last`, not both.");
        if (first is null && last is null)
            first = Math.Min(limits.DefaultPageSize, limits.MaxPageSize);
        return new PagingArguments(first, Argument<string>(at + 1), last, Argument<string>(at + 3));
    }

    private static GraphQLException Refused(string message) =>
        new(new GraphQLError(message) { Code = ErrorCodes.PageSize });
}
