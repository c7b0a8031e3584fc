namespace Loyalty.GraphQL;

/// <summary>Marks data loaders, so that resolver parameters of their types are recognised.</summary>
public interface IDataLoader;

/// <summary>Loads values by key: keys asked for at one level of the query are fetched together, each once a request.</summary>
public interface IDataLoader<TKey, TValue> : IDataLoader
    where TKey : notnull
{
    /// <summary>Loads one value.</summary>
    /// <returns>The value, or null (default) when the source has none.</returns>
    Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken = default);

    /// <summary>Loads several values.</summary>
    /// <returns>The values in the order of the keys.</returns>
    Task<IReadOnlyList<TValue?>> LoadAsync(
        IReadOnlyCollection<TKey> keys,
        CancellationToken cancellationToken = default
    );
}

/// <summary>
/// On a public static method <c>(IReadOnlyList&lt;TKey&gt; keys, …services, CancellationToken)</c> that returns a dictionary, or a
/// lookup for several values a key: makes an <see cref="IDataLoader{TKey,TValue}"/> of it. Where several have
/// the same types, the parameter's name chooses: <c>GetWalletsByMemberAsync</c> serves <c>walletsByMember</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataLoaderAttribute : Attribute;

/// <summary>Runs collected batches once all other work of the request has come to wait.</summary>
public interface IBatchScheduler
{
    void Schedule(Func<Task> batch, CancellationToken cancellationToken = default);

    /// <summary>Runs completions together, so that what they ask for next lands in one batch.</summary>
    void Complete(Action completion);
}

/// <summary>Bounds of a data loader.</summary>
/// <param name="BatchSizeMax">Keys in one fetch; more are fetched in several.</param>
public sealed record DataLoaderOptions(int BatchSizeMax = 1000);
