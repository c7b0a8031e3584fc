using System.Reflection;
using Loyalty.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.GraphQL.Building;

/// <summary>Makes the data loader that a resolver's parameter asks for, once a request.</summary>
internal sealed record LoaderFactory(object Key, Func<IServiceProvider, IBatchScheduler, IDataLoader> Create);

/// <summary>The static methods with <see cref="DataLoaderAttribute"/>, as data loaders.</summary>
internal sealed class DataLoaderMethods
{
    private readonly List<(string Name, Type Loader, MethodInfo Method)> methods = [];

    public DataLoaderMethods(IEnumerable<Type> types)
    {
        foreach (var method in types.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)))
        {
            if (method.IsDefined(typeof(DataLoaderAttribute)))
                methods.Add((Naming.Field(method), LoaderType(method), method));
        }
    }

    public LoaderFactory Find(Type type, string? parameterName)
    {
        if (type is { IsClass: true, IsAbstract: false })
            return new(
                type,
                (services, scheduler) => (IDataLoader)ActivatorUtilities.CreateInstance(services, type, scheduler)
            );
        var fitting = methods.Where(m => Interface(m.Loader) == type).ToList();
        if (fitting.Count > 1)
            fitting = [.. fitting.Where(m => string.Equals(m.Name, parameterName, StringComparison.OrdinalIgnoreCase))];
        if (fitting is not [var found])
            throw new SchemaException([
                $"There is no one data loader for parameter {parameterName}; register a class or a [DataLoader] method.",
            ]);
        return new(
            found.Method,
            (services, scheduler) =>
                (IDataLoader)Activator.CreateInstance(found.Loader, found.Method, services, scheduler)!
        );
    }

    private static Type Interface(Type loader) =>
        loader.GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDataLoader<,>));

    private static Type LoaderType(MethodInfo method)
    {
        var result = method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : method.ReturnType;
        var shapes = result.GetInterfaces().Append(result).Where(i => i.IsGenericType).ToList();
        var lookup = shapes.Find(i => i.GetGenericTypeDefinition() == typeof(ILookup<,>));
        var map = shapes.Find(i => i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));
        var arguments = (lookup ?? map)?.GetGenericArguments();
        if (arguments is null || method.ReturnType.GetGenericTypeDefinition() != typeof(Task<>))
            throw new SchemaException([
                $"[DataLoader] {method.Name} must return a Task of a dictionary or of a lookup.",
            ]);
        var generic = lookup is not null ? typeof(GroupMethodLoader<,>) : typeof(BatchMethodLoader<,>);
        return generic.MakeGenericType(arguments);
    }

    internal static async Task<T> InvokeAsync<T>(
        MethodInfo method,
        object keys,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var parameters = method.GetParameters();
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var type = parameters[i].ParameterType;
            arguments[i] =
                type.IsInstanceOfType(keys) ? keys
                : type == typeof(CancellationToken) ? cancellationToken
                : services.GetRequiredService(type);
        }
        var task = (Task)method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        await task;
        return (T)task.GetType().GetProperty("Result")!.GetValue(task)!;
    }
}

internal sealed class BatchMethodLoader<TKey, TValue>(
    MethodInfo method,
    IServiceProvider services,
    IBatchScheduler scheduler
) : BatchDataLoader<TKey, TValue>(scheduler)
    where TKey : notnull
{
    protected override Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(
        IReadOnlyList<TKey> keys,
        CancellationToken cancellationToken
    ) => DataLoaderMethods.InvokeAsync<IReadOnlyDictionary<TKey, TValue>>(method, keys, services, cancellationToken);
}

internal sealed class GroupMethodLoader<TKey, TValue>(
    MethodInfo method,
    IServiceProvider services,
    IBatchScheduler scheduler
) : GroupedDataLoader<TKey, TValue>(scheduler)
    where TKey : notnull
{
    protected override Task<ILookup<TKey, TValue>> LoadGroupedBatchAsync(
        IReadOnlyList<TKey> keys,
        CancellationToken cancellationToken
    ) => DataLoaderMethods.InvokeAsync<ILookup<TKey, TValue>>(method, keys, services, cancellationToken);
}
