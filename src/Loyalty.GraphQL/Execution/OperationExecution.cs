using System.Collections.Concurrent;
using Loyalty.GraphQL.Building;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL.Execution;

/// <summary>Executes one operation (section 6): fields into nodes, errors into a list.</summary>
internal sealed partial class OperationExecution(
    Schema schema,
    OperationPlan plan,
    Dictionary<string, object?> variables,
    GraphQLRequest request,
    ILogger logger,
    CancellationToken cancellation
)
{
    private readonly WorkQueue queue = new();
    private readonly Lock gate = new();
    private readonly List<GraphQLError> errors = [];
    private Dictionary<object, object>? instances;
    private int pending;

    public Schema Schema => schema;

    public GraphQLRequest Request => request;

    public IReadOnlyDictionary<string, object?> Variables => variables;

    public CancellationToken Cancellation => cancellation;

    public ConcurrentDictionary<string, object?> ContextData { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs the operation to its end.</summary>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async Task<ExecutionResult> RunAsync()
    {
        var root = new ObjectNode(plan.Root, request.Event ?? NoParent, null, 0);
        if (plan.Operation.Operation == OperationKind.Mutation)
        {
            for (var i = 0; i < root.Values.Length && !root.Dead; i++)
            {
                ExecuteField(root, i);
                if (pending > 0)
                    await queue.RunAsync(IsIdle);
                ForgetLoaders();
            }
        }
        else
        {
            ExecuteFields(root);
            if (pending > 0)
                await queue.RunAsync(IsIdle);
        }
        // Resolvers that were under way have ended by now, so nothing uses the request's services any more.
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
            return new ExecutionResult(root, ErrorOrder.Of(errors));
    }

    private static readonly object NoParent = new();

    private bool IsIdle() => pending == 0;

    public IDataLoader Loader(LoaderFactory factory) =>
        (IDataLoader)Instance(factory.Key, () => factory.Create(request.Services, queue));

    // The next mutation's answer must not show what was loaded before it.
    private void ForgetLoaders()
    {
        lock (gate)
        {
            foreach (
                var key in instances?.Where(pair => pair.Value is IDataLoader).Select(pair => pair.Key).ToList() ?? []
            )
                instances!.Remove(key);
        }
    }

    public object Root(Type type) =>
        Instance(type, () => ActivatorUtilities.GetServiceOrCreateInstance(request.Services, type));

    private object Instance(object key, Func<object> create)
    {
        lock (gate)
        {
            instances ??= [];
            if (instances.TryGetValue(key, out var known))
                return known;
            var created = create();
            instances.Add(key, created);
            return created;
        }
    }

    private void ExecuteFields(ObjectNode node)
    {
        for (var i = 0; i < node.Values.Length && !node.Dead; i++)
            ExecuteField(node, i);
    }

    private void ExecuteField(ObjectNode node, int index)
    {
        if (cancellation.IsCancellationRequested)
            return;
        var field = node.Plan.Fields[index];
        var resolver = field.Definition.Resolver;
        try
        {
            if (resolver.Rules.Length > 0 && Authorization.CheckNow(request.User, resolver.Rules))
            {
                Await(AuthorizeAndResolveAsync(node, index, field), AuthorizedResult, node, index);
                return;
            }
            if (resolver.Pure is { } pure)
            {
                Complete(node, index, field.Definition.Type, pure(node.Source));
                return;
            }
            var value = resolver.Contextual!(new ResolverContext(this, node, index, field.Arguments.Values(variables)));
            if (resolver.TaskResult is null || value is not Task task)
                Complete(node, index, field.Definition.Type, value);
            else if (task.IsCompletedSuccessfully)
                Complete(node, index, field.Definition.Type, resolver.TaskResult(task));
            else
                Await(task, resolver.TaskResult, node, index);
        }
#pragma warning disable CA1031 // Whatever a resolver throws becomes an error of its field.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(node, index, exception);
        }
    }

    private static readonly Func<Task, object?> AuthorizedResult = NodeLoader.ResultOfOne;

    private async Task<object?> AuthorizeAndResolveAsync(ObjectNode node, int index, FieldPlan field)
    {
        var resolver = field.Definition.Resolver;
        var context = new ResolverContext(this, node, index, field.Arguments.Values(variables));
        await Authorization.CheckAsync(context, resolver.Rules);
        var value = resolver.Pure is { } pure ? pure(node.Source) : resolver.Contextual!(context);
        if (resolver.TaskResult is null || value is not Task task)
            return value;
        await task;
        return resolver.TaskResult(task);
    }

    private void Await(Task task, Func<Task, object?> result, ObjectNode node, int index)
    {
        pending++;
        task.GetAwaiter().UnsafeOnCompleted(() => queue.Post(() => Resume(task, result, node, index)));
    }

    private void Resume(Task task, Func<Task, object?> result, ObjectNode node, int index)
    {
        pending--;
        if (node.IsGone())
        {
            // Nobody waits for the value any more; a failure is still told.
            if (task.Exception?.InnerException is { } unseen)
                Fail(node, index, unseen);
            return;
        }
        try
        {
            if (task.IsCompletedSuccessfully)
                Complete(node, index, node.TypeAt(index), result(task));
            else
                Fail(node, index, task.Exception?.InnerException ?? new OperationCanceledException());
        }
#pragma warning disable CA1031 // As in ExecuteField.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(node, index, exception);
        }
    }

    /// <summary>Adds an error at a field, with its path and location.</summary>
    public void Report(GraphQLError error, ResultNode node, int index)
    {
        var field = node.FieldAt(index);
        var located = error with
        {
            Path = node.PathTo(index),
            Locations = error.Locations.Count > 0 ? error.Locations : [.. field.Nodes.Select(n => n.Location)],
        };
        lock (gate)
            errors.Add(located);
    }

    private void Fail(ResultNode node, int index, Exception exception)
    {
        if (IsRaised(node, index))
            return;
        switch (exception)
        {
            case GraphQLException expected:
                foreach (var error in expected.Errors)
                    Report(error, node, index);
                break;
            case ScalarException scalar:
                Report(new GraphQLError(scalar.Message), node, index);
                break;
            case OperationCanceledException when cancellation.IsCancellationRequested:
                break;
            default:
                Log(exception, node, index);
                Report(new GraphQLError("Unexpected Execution Error"), node, index);
                break;
        }
        Nullify(node, index);
    }

    private void Log(Exception exception, ResultNode node, int index)
    {
        if (exception is not (GraphQLException or OperationCanceledException))
        {
            var field = node.FieldAt(index);
            logger.LogError(
                exception,
                "The resolver of {Type}.{Field} failed",
                field.Parent.Name,
                field.Definition.Name
            );
        }
    }

    // An object that is null already because of one failure is not made null, and told of, by a second.
    private static bool IsRaised(ResultNode? node, int index)
    {
        while (node is not null && node.TypeAt(index) is NonNullType)
        {
            if (node.Dead)
                return true;
            (index, node) = (node.Index, node.Parent);
        }
        return false;
    }

    // Section 6.4.4: a null where none may be makes the parent null, up to the first that may be.
    private static void Nullify(ResultNode? node, int index)
    {
        while (node is not null)
        {
            if (node.TypeAt(index) is not NonNullType)
            {
                node.Values[index] = null;
                return;
            }
            node.Dead = true;
            (index, node) = (node.Index, node.Parent);
        }
    }
}
