using Loyalty.GraphQL.Execution;

namespace Loyalty.GraphQL.Building;

/// <summary>The resolvers of <c>node</c> and <c>nodes</c>.</summary>
internal sealed class NodeLoader(INodeIdSerializer ids, IReadOnlyDictionary<string, FieldResolver> resolvers)
{
    private const int IdsMax = 100;

    public static readonly Func<Task, object?> ResultOfOne = Compile<object?>();

    public static readonly Func<Task, object?> ResultOfMany = Compile<object?[]>();

    /// <summary>Loads one object by its global id.</summary>
    /// <returns>The object; null for an id that names nothing.</returns>
    public async Task<object?> LoadAsync(ResolverContext context, string? text)
    {
        if (
            text is null
            || !ids.TryParse(text, out var typeName, out var id)
            || !resolvers.TryGetValue(typeName, out var resolver)
        )
            return null;
        if (resolver.Rules.Length > 0)
            await Authorization.CheckAsync(context, resolver.Rules);
        object? key;
        try
        {
            key = resolver.IdConvert is null ? id : resolver.IdConvert(id);
        }
        catch (GraphQLException)
        {
            // An id that cannot be one of this type names nothing.
            return null;
        }
        var result = resolver.Contextual!(context.WithArguments([key]));
        if (result is not Task task || resolver.TaskResult is null)
            return result;
        await task;
        return resolver.TaskResult(task);
    }

    public Task<object?[]> LoadManyAsync(ResolverContext context, object[]? texts)
    {
        if (texts is { Length: > IdsMax })
            throw new GraphQLException(
                new GraphQLError($"At most {IdsMax} ids at once.") { Code = ErrorCodes.PageSize }
            );
        return Task.WhenAll((texts ?? []).Select(text => LoadAsync(context, (string)text)));
    }

    private static Func<Task, object?> Compile<T>()
    {
        var task = System.Linq.Expressions.Expression.Parameter(typeof(Task));
        var result = System.Linq.Expressions.Expression.Property(
            System.Linq.Expressions.Expression.Convert(task, typeof(Task<T>)),
            "Result"
        );
        return System
            .Linq.Expressions.Expression.Lambda<Func<Task, object?>>(
                System.Linq.Expressions.Expression.Convert(result, typeof(object)),
                task
            )
            .Compile();
    }
}
