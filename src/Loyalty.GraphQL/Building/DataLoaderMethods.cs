using System.Linq.Expressions;
using System.Reflection;
using Loyalty.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.GraphQL.Building;

/// <summary>Makes the data loader that a resolver's parameter asks for, once a request.</summary>
internal sealed record LoaderFactory(object Key, Func<IServiceProvider, IBatchScheduler, IDataLoader> Create);

/// <summary>The static methods with <see cref="DataLoaderAttribute"/>, as data loaders.</summary>
internal sealed class DataLoaderMethods
{
    private readonly List<(string Name, Type Type, LoaderFactory Factory)> methods = [];

    public DataLoaderMethods(IEnumerable<Type> types)
    {
        foreach (var method in types.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)))
        {
            if (method.IsDefined(typeof(DataLoaderAttribute)))
                Add(method);
        }
    }

    public LoaderFactory Find(Type type, string? parameterName)
    {
        if (type is { IsClass: true, IsAbstract: false })
        {
            var create = ActivatorUtilities.CreateFactory(type, [typeof(IBatchScheduler)]);
            return new(type, (services, scheduler) => (IDataLoader)create(services, [scheduler]));
        }
        var fitting = methods.Where(m => m.Type == type).ToList();
        if (fitting.Count > 1)
            fitting = [.. fitting.Where(m => string.Equals(m.Name, parameterName, StringComparison.OrdinalIgnoreCase))];
        if (fitting is not [var found])
            throw new SchemaException([
                $"There is no one data loader for parameter {parameterName}; register a class or a [DataLoader] method.",
            ]);
        return found.Factory;
    }

    private void Add(MethodInfo method)
    {
        var result = method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : method.ReturnType;
        var shapes = result.GetInterfaces().Append(result).Where(i => i.IsGenericType).ToList();
        var lookup = shapes.Find(i => i.GetGenericTypeDefinition() == typeof(ILookup<,>));
        var map = shapes.Find(i => i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));
        if ((lookup ?? map) is not { } shape || method.ReturnType.GetGenericTypeDefinition() != typeof(Task<>))
            throw new SchemaException([
                $"[DataLoader] {method.Name} must return a Task of a dictionary or of a lookup.",
            ]);
        var arguments = shape.GetGenericArguments();
        var maker = typeof(MethodLoaders).GetMethod(
            lookup is null ? nameof(MethodLoaders.Batch) : nameof(MethodLoaders.Group)
        )!;
        var create = maker.MakeGenericMethod([.. arguments, result]).Invoke(null, [method])!;
        var value = lookup is null ? arguments[1] : arguments[1].MakeArrayType();
        methods.Add(
            (
                Naming.Field(method),
                typeof(IDataLoader<,>).MakeGenericType(arguments[0], value),
                new LoaderFactory(method, (Func<IServiceProvider, IBatchScheduler, IDataLoader>)create)
            )
        );
    }
}

/// <summary>Compiles a loader method into a call with its services, once.</summary>
internal static class MethodLoaders
{
    public static Func<IServiceProvider, IBatchScheduler, IDataLoader> Batch<TKey, TValue, TResult>(MethodInfo method)
        where TKey : notnull
        where TResult : class, IReadOnlyDictionary<TKey, TValue>
    {
        var load = Compile<TKey, TResult>(method);
        return (services, scheduler) => new BatchMethodLoader<TKey, TValue, TResult>(load, services, scheduler);
    }

    public static Func<IServiceProvider, IBatchScheduler, IDataLoader> Group<TKey, TValue, TResult>(MethodInfo method)
        where TKey : notnull
        where TResult : class, ILookup<TKey, TValue>
    {
        var load = Compile<TKey, TResult>(method);
        return (services, scheduler) => new GroupMethodLoader<TKey, TValue, TResult>(load, services, scheduler);
    }

    private static LoadMethod<TKey, TResult> Compile<TKey, TResult>(MethodInfo method)
    {
        var keys = Expression.Parameter(typeof(IReadOnlyList<TKey>));
        var services = Expression.Parameter(typeof(IServiceProvider));
        var cancellation = Expression.Parameter(typeof(CancellationToken));
        var call = Expression.Call(
            method,
            method
                .GetParameters()
                .Select(
                    Expression (parameter) =>
                        parameter.ParameterType.IsAssignableFrom(keys.Type) ? keys
                        : parameter.ParameterType == cancellation.Type ? cancellation
                        : Expression.Call(
                            typeof(ServiceProviderServiceExtensions),
                            nameof(ServiceProviderServiceExtensions.GetRequiredService),
                            [parameter.ParameterType],
                            services
                        )
                )
        );
        return Expression.Lambda<LoadMethod<TKey, TResult>>(call, keys, services, cancellation).Compile();
    }
}

internal delegate Task<TResult> LoadMethod<in TKey, TResult>(
    IReadOnlyList<TKey> keys,
    IServiceProvider services,
    CancellationToken cancellationToken
);

internal sealed class BatchMethodLoader<TKey, TValue, TResult>(
    LoadMethod<TKey, TResult> load,
    IServiceProvider services,
    IBatchScheduler scheduler
) : BatchDataLoader<TKey, TValue>(scheduler)
    where TKey : notnull
    where TResult : class, IReadOnlyDictionary<TKey, TValue>
{
    protected override async Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(
        IReadOnlyList<TKey> keys,
        CancellationToken cancellationToken
    ) => await load(keys, services, cancellationToken);
}

internal sealed class GroupMethodLoader<TKey, TValue, TResult>(
    LoadMethod<TKey, TResult> load,
    IServiceProvider services,
    IBatchScheduler scheduler
) : GroupedDataLoader<TKey, TValue>(scheduler)
    where TKey : notnull
    where TResult : class, ILookup<TKey, TValue>
{
    protected override async Task<ILookup<TKey, TValue>> LoadGroupedBatchAsync(
        IReadOnlyList<TKey> keys,
        CancellationToken cancellationToken
    ) => await load(keys, services, cancellationToken);
}
