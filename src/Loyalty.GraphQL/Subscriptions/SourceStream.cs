using System.Reflection;
using System.Runtime.CompilerServices;
using Loyalty.GraphQL.Building;

namespace Loyalty.GraphQL.Execution;

/// <summary>A method that gives the events of a subscription, and how its parameters are filled.</summary>
internal sealed class SourceStream(Type owner, MethodInfo method, IReadOnlyList<ParameterBinding> bindings)
{
    private readonly Func<object?, Task<IAsyncEnumerable<object?>>> open = Opener(method.ReturnType);

    /// <summary>What the events are, or null when a method with this result gives no stream.</summary>
    public static Type? EventType(Type result) => StreamType(result)?.GetGenericArguments()[0];

    /// <summary>Calls the method.</summary>
    /// <exception cref="Exception">whatever the method throws.</exception>
    public Task<IAsyncEnumerable<object?>> OpenAsync(SourceContext context)
    {
        var target = method.IsStatic ? null : context.Root(owner);
        object?[] values = [.. bindings.Select(binding => Value(context, binding))];
        return open(method.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, values, culture: null));
    }

    private static object? Value(SourceContext context, ParameterBinding binding) =>
        binding.Kind switch
        {
            BindingKind.Argument => context.Argument(binding.ArgumentIndex),
            BindingKind.Context => context,
            BindingKind.Cancellation => context.RequestAborted,
            BindingKind.User => context.User,
            BindingKind.Services => context.Services,
            BindingKind.HttpContext => context.HttpContext,
            BindingKind.DataLoader => context.Loader(binding.Loader!),
            _ => context.Service(binding.Parameter.ParameterType),
        };

    private static Type? StreamType(Type result)
    {
        if (!result.IsGenericType)
            return null;
        var generic = result.GetGenericTypeDefinition();
        if (generic == typeof(Task<>) || generic == typeof(ValueTask<>))
            return StreamType(result.GetGenericArguments()[0]);
        return generic == typeof(IAsyncEnumerable<>) ? result : null;
    }

    private static Func<object?, Task<IAsyncEnumerable<object?>>> Opener(Type result) =>
        typeof(OpenedStream)
            .GetMethod(nameof(OpenedStream.OpenAs))!
            .MakeGenericMethod(EventType(result)!)
            .CreateDelegate<Func<object?, Task<IAsyncEnumerable<object?>>>>();
}

internal static class OpenedStream
{
    /// <param name="result">What the method gave: a stream, or a task of one.</param>
    public static async Task<IAsyncEnumerable<object?>> OpenAs<T>(object? result)
    {
        var stream = result switch
        {
            Task<IAsyncEnumerable<T>> task => await task,
            ValueTask<IAsyncEnumerable<T>> task => await task,
            _ => (IAsyncEnumerable<T>?)result,
        };
        return Boxed(stream ?? throw new InvalidOperationException("The source stream method gave null."));
    }

    private static async IAsyncEnumerable<object?> Boxed<T>(
        IAsyncEnumerable<T> events,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await foreach (var item in events.WithCancellation(cancellationToken))
            yield return item;
    }
}
