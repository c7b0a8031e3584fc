using System.Collections.Concurrent;
using Loyalty.GraphQL.Building;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.GraphQL.Execution;

/// <summary>
/// Executes one operation (section 6). Values are written as they are resolved, depth first; a value that has to be waited for
/// leaves a <see cref="Gap"/>, so that all that one level asks for is collected before anything is waited for.
/// </summary>
internal sealed partial class OperationExecution(
    Schema schema,
    OperationPlan plan,
    Dictionary<string, object?> variables,
    GraphQLRequest request,
    ILogger logger,
    int errorsMax,
    CancellationToken cancellation
)
{
    private static readonly object NoParent = new();

    private readonly ResponseBuffer output = new();
    private readonly Lock gate = new();
    private WorkQueue? queue;
    private List<GraphQLError>? errors;
    private int errorsLeftOut;
    private Dictionary<object, object>? instances;
    private ConcurrentDictionary<string, object?>? contextData;
    private ResolverContext? context;
    private int pending;

    public Schema Schema => schema;

    public GraphQLRequest Request => request;

    public IReadOnlyDictionary<string, object?> Variables => variables;

    public CancellationToken Cancellation => cancellation;

    public ConcurrentDictionary<string, object?> ContextData =>
        contextData ?? Interlocked.CompareExchange(ref contextData, new(StringComparer.Ordinal), null) ?? contextData;

    // Asked for from other threads too, by resolvers that load after they have waited.
    private WorkQueue Queue => queue ?? Interlocked.CompareExchange(ref queue, new(), null) ?? queue;

    /// <summary>Runs the operation to its end.</summary>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async Task<ExecutionResult> RunAsync()
    {
        output.Write(ExecutionResult.DataName);
        if (plan.Operation.Operation == OperationKind.Mutation)
            await RunSeriallyAsync();
        else
            await RunTogetherAsync();
        // Resolvers that were under way have ended by now, so nothing uses the request's services any more.
        cancellation.ThrowIfCancellationRequested();
        return new ExecutionResult(Response(), Errors());
    }

    private async Task RunTogetherAsync()
    {
        var start = output.Position;
        if (!WriteObject(plan.Root, request.Event ?? NoParent))
        {
            Retract(start);
            dataIsNull = true;
            output.WriteNull();
        }
        EndRoot();
        if (pending > 0)
            await Queue.RunAsync(IsIdle);
    }

    // The fields of a mutation change the world one after the other (section 6.2.2).
    private async Task RunSeriallyAsync()
    {
        var fields = plan.Root.Fields;
        var roots = new Gap[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            output.Write(fields[i].Name(isFirst: i == 0));
            roots[i] = NewGap(fields[i], [new PathSegment(fields[i], -1)]);
        }
        output.Write(fields.Length == 0 ? "{}"u8 : "}"u8);
        EndRoot();
        foreach (var root in roots)
        {
            if (dataIsNull)
                break;
            Fill(root, static (execution, gap) => execution.ExecuteField(gap.Field, NoParent, gap));
            if (pending > 0)
                await Queue.RunAsync(IsIdle);
            ForgetLoaders();
        }
    }

    private bool IsIdle() => pending == 0;

    public IDataLoader Loader(LoaderFactory factory) =>
        (IDataLoader)Instance(factory.Key, factory, (self, it) => it.Create(self.Request.Services, self.Queue));

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
        Instance(type, type, (self, it) => ActivatorUtilities.GetServiceOrCreateInstance(self.Request.Services, it));

    private object Instance<T>(object key, T argument, Func<OperationExecution, T, object> create)
    {
        lock (gate)
        {
            instances ??= [];
            if (instances.TryGetValue(key, out var known))
                return known;
            var created = create(this, argument);
            instances.Add(key, created);
            return created;
        }
    }

    private bool WriteObject(SelectionPlan selection, object source)
    {
        var fields = selection.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            output.Write(fields[i].Name(isFirst: i == 0));
            if (!ExecuteField(fields[i], source, null))
                return false;
        }
        output.Write(fields.Length == 0 ? "{}"u8 : "}"u8);
        return true;
    }

    /// <summary>Resolves and writes one field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="source">The object whose field it is.</param>
    /// <param name="gap">What waits when the value is not there at once; null makes a new gap here.</param>
    /// <returns>False when the value is null and may not be; its text is retracted then.</returns>
    private bool ExecuteField(FieldPlan field, object source, Gap? gap)
    {
        if (field.Literal is { } literal)
        {
            output.Write(literal);
            return true;
        }
        var (start, outerFrames, outerDepth) = (output.Position, frameCount, depth);
        Enter(new PathSegment(field, -1));
        bool written;
        try
        {
            written = Resolve(field, source, gap);
        }
#pragma warning disable CA1031 // Whatever a resolver throws becomes an error of its field.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            AbandonFrames(outerFrames);
            Fail(exception);
            written = false;
        }
        // An exception may have left items of lists on the path.
        depth = outerDepth;
        return written || WriteNullInstead(start, field.Shape);
    }

    private bool Resolve(FieldPlan field, object source, Gap? gap)
    {
        if (cancellation.IsCancellationRequested)
        {
            // Nobody will read it.
            output.WriteNull();
            return true;
        }
        var resolver = field.Definition.Resolver;
        if (resolver.Rules.Length > 0 && Authorization.CheckNow(request.User, resolver.Rules))
            return Await(AuthorizeAndResolveAsync(field, source), NodeLoader.ResultOfOne, field, gap);
        if (field.Leaf is { } leaf)
            return leaf(source, output) || WriteValue(field, field.Shape, null);
        if (resolver.Pure is { } pure)
            return WriteValue(field, field.Shape, pure(source));
        var value = resolver.Contextual!(ContextOf(field, source));
        if (resolver.TaskResult is null || value is not Task task)
            return WriteValue(field, field.Shape, value);
        return task.IsCompletedSuccessfully
            ? WriteValue(field, field.Shape, resolver.TaskResult(task))
            : Await(task, resolver.TaskResult, field, gap);
    }

    // A resolver that cannot keep its context shares one with its siblings.
    private ResolverContext ContextOf(FieldPlan field, object source)
    {
        var arguments = field.Arguments.Values(variables);
        if (field.Definition.Resolver.KeepsContext)
            return new ResolverContext(this, field, source, arguments, PathNow());
        context ??= new ResolverContext(this, field, source, arguments, []);
        context.Use(field, source, arguments);
        return context;
    }

    private async Task<object?> AuthorizeAndResolveAsync(FieldPlan field, object source)
    {
        var resolver = field.Definition.Resolver;
        var own = new ResolverContext(this, field, source, field.Arguments.Values(variables), PathNow());
        await Authorization.CheckAsync(own, resolver.Rules);
        var value = resolver.Pure is { } pure ? pure(source) : resolver.Contextual!(own);
        if (resolver.TaskResult is null || value is not Task task)
            return value;
        await task;
        return resolver.TaskResult(task);
    }
}
