using System.Linq.Expressions;
using System.Reflection;
using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Building;

/// <summary>Compiles members into resolver delegates, once, when the schema is built.</summary>
internal static class ResolverCompiler
{
    /// <summary>A getter that needs nothing but the parent.</summary>
    public static FieldResolver Property(PropertyInfo property)
    {
        if (IsAsync(property.PropertyType))
            return Method(property.DeclaringType!, property, property.PropertyType, [], isRoot: false);
        var parent = Expression.Parameter(typeof(object));
        var get = Expression.Property(Expression.Convert(parent, property.DeclaringType!), property);
        return Pure(parent, get);
    }

    public static FieldResolver Method(
        Type type,
        MemberInfo member,
        Type result,
        IReadOnlyList<ParameterBinding> bindings,
        bool isRoot
    )
    {
        var context = Expression.Parameter(typeof(ResolverContext));
        var accessor = member as MethodInfo ?? ((PropertyInfo)member).GetMethod!;
        if (IsPure(accessor, result, bindings))
            return Pure(accessor, bindings);
        var instance =
            accessor.IsStatic ? null
            : isRoot
                ? Expression.Convert(
                    Expression.Call(context, nameof(ResolverContext.Root), null, Expression.Constant(type)),
                    type
                )
            : Expression.Convert(
                Expression.Property(context, nameof(ResolverContext.ParentValue)),
                accessor.DeclaringType!
            );
        Expression call = Expression.Call(instance, accessor, bindings.Select(binding => Value(context, binding)));
        var taskOf = TaskResult(result);
        if (taskOf is not null)
            call = AsObjectOrTask(call, result, context);
        return new FieldResolver
        {
            Contextual = Expression
                .Lambda<Func<ResolverContext, object?>>(Expression.Convert(call, typeof(object)), context)
                .Compile(),
            TaskResult = taskOf,
            KeepsContext = bindings.Any(binding => binding.Kind == BindingKind.Context),
        };
    }

    private static bool IsPure(MethodInfo method, Type result, IReadOnlyList<ParameterBinding> bindings) =>
        method.IsStatic && !IsAsync(result) && bindings.All(binding => binding.Kind == BindingKind.Parent);

    private static FieldResolver Pure(MethodInfo method, IReadOnlyList<ParameterBinding> bindings)
    {
        var parent = Expression.Parameter(typeof(object));
        var call = Expression.Call(
            method,
            bindings.Select(binding => Expression.Convert(parent, binding.Parameter.ParameterType))
        );
        return Pure(parent, call);
    }

    private static FieldResolver Pure(ParameterExpression parent, Expression value) =>
        new()
        {
            Getter = Expression.Lambda(value, parent),
            Pure = Expression
                .Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), parent)
                .Compile(),
        };

    private static Expression Value(ParameterExpression context, ParameterBinding binding)
    {
        var type = binding.Parameter.ParameterType;
        Expression Get(string property) => Expression.Convert(Expression.Property(context, property), type);
        return binding.Kind switch
        {
            BindingKind.Argument => Expression.Call(
                context,
                nameof(ResolverContext.Argument),
                [type],
                Expression.Constant(binding.ArgumentIndex)
            ),
            BindingKind.Parent => Get(nameof(ResolverContext.ParentValue)),
            BindingKind.EventMessage => Expression.Convert(
                Expression.Call(
                    typeof(EventMessage),
                    nameof(EventMessage.ValueOf),
                    null,
                    Expression.Property(context, nameof(ResolverContext.ParentValue))
                ),
                type
            ),
            BindingKind.Context => context,
            BindingKind.Cancellation => Get(nameof(ResolverContext.RequestAborted)),
            BindingKind.User => Get(nameof(ResolverContext.User)),
            BindingKind.Services => Get(nameof(ResolverContext.Services)),
            BindingKind.HttpContext => Get(nameof(ResolverContext.HttpContext)),
            BindingKind.Service => Expression.Call(context, nameof(ResolverContext.Service), [type]),
            BindingKind.DataLoader => Expression.Convert(
                Expression.Call(context, nameof(ResolverContext.Loader), null, Expression.Constant(binding.Loader)),
                type
            ),
            _ => Expression.Call(
                context,
                nameof(ResolverContext.PagingArguments),
                null,
                Expression.Constant(binding.ArgumentIndex),
                Expression.Constant(binding.Paging)
            ),
        };
    }

    private static bool IsAsync(Type type) => TaskResult(type) is not null;

    private static Func<Task, object?>? TaskResult(Type type)
    {
        if (!type.IsGenericType && (typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask)))
            throw new SchemaException(["A resolver must give a value; Task gives none."]);
        if (!type.IsGenericType)
            return null;
        var generic = type.GetGenericTypeDefinition();
        var argument = type.GetGenericArguments()[0];
        if (generic == typeof(IAsyncEnumerable<>))
            argument = typeof(List<>).MakeGenericType(argument);
        else if (generic != typeof(Task<>) && generic != typeof(ValueTask<>))
            return null;
        var task = Expression.Parameter(typeof(Task));
        var result = Expression.Property(Expression.Convert(task, typeof(Task<>).MakeGenericType(argument)), "Result");
        return Expression.Lambda<Func<Task, object?>>(Expression.Convert(result, typeof(object)), task).Compile();
    }

    private static Expression AsObjectOrTask(Expression call, Type type, ParameterExpression context)
    {
        var generic = type.GetGenericTypeDefinition();
        if (generic == typeof(ValueTask<>))
            return Expression.Call(
                typeof(AsyncResults),
                nameof(AsyncResults.FromValueTask),
                type.GetGenericArguments(),
                call
            );
        if (generic == typeof(IAsyncEnumerable<>))
        {
            var token = Expression.Property(context, nameof(ResolverContext.RequestAborted));
            return Expression.Call(
                typeof(AsyncResults),
                nameof(AsyncResults.CollectAsync),
                type.GetGenericArguments(),
                call,
                token
            );
        }
        return call;
    }
}

internal static class AsyncResults
{
    /// <summary>The value when it is there already, else a task.</summary>
    public static object? FromValueTask<T>(ValueTask<T> task)
    {
#pragma warning disable S5034 // Either branch consumes it once; the analyser does not see a conditional on the state.
        return task.IsCompletedSuccessfully ? task.Result : task.AsTask();
#pragma warning restore S5034
    }

    public static async Task<List<T>> CollectAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        var list = new List<T>();
        await foreach (var item in items.WithCancellation(cancellationToken))
            list.Add(item);
        return list;
    }
}
