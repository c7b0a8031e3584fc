using System.Collections.ObjectModel;

namespace Loyalty.GraphQL;

/// <summary>Collects keys, fetches them in batches, and remembers the answers for the request.</summary>
public abstract class DataLoaderBase<TKey, TValue>(IBatchScheduler scheduler, DataLoaderOptions? options = null)
    : IDataLoader<TKey, TValue>
    where TKey : notnull
{
    private readonly int batchSizeMax = options?.BatchSizeMax ?? 1000;
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Promise> promises = [];
    private List<TKey>? pending;

    public Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken = default)
    {
        var schedule = false;
        Task<TValue?> task;
        lock (gate)
        {
            if (promises.TryGetValue(key, out var promise))
            {
                task = promise.Join();
            }
            else
            {
                promise = new Promise();
                promises.Add(key, promise);
                schedule = pending is null;
                (pending ??= []).Add(key);
                task = promise.Value.Task;
            }
        }
        if (schedule)
            scheduler.Schedule(() => DispatchAsync(cancellationToken), cancellationToken);
        return task;
    }

    public async Task<IReadOnlyList<TValue?>> LoadAsync(
        IReadOnlyCollection<TKey> keys,
        CancellationToken cancellationToken = default
    ) => await Task.WhenAll(keys.Select(key => LoadAsync(key, cancellationToken)));

    /// <summary>Remembers a value that was read on another way.</summary>
    public void Set(TKey key, TValue? value)
    {
        lock (gate)
        {
            if (!promises.TryGetValue(key, out _))
            {
                var promise = new Promise();
                promise.Close();
                promise.Value.SetResult(value);
                promises.Add(key, promise);
            }
        }
    }

    /// <summary>Reads the values of distinct keys; the answer gives the value of a key, default where there is none.</summary>
    protected abstract Task<Func<TKey, TValue?>> FetchAsync(
        IReadOnlyList<TKey> keys,
        CancellationToken cancellationToken
    );

    private async Task DispatchAsync(CancellationToken cancellationToken)
    {
        List<TKey> keys;
        lock (gate)
        {
            keys = pending ?? [];
            pending = null;
        }
        await Task.WhenAll(keys.Chunk(batchSizeMax).Select(chunk => FetchChunkAsync(chunk, cancellationToken)));
    }

    private async Task FetchChunkAsync(TKey[] keys, CancellationToken cancellationToken)
    {
        try
        {
            var find = await FetchAsync(new ReadOnlyCollection<TKey>(keys), cancellationToken);
            scheduler.Complete(() => Settle(keys, (promise, key) => promise.TrySetResult(find(key))));
        }
#pragma warning disable CA1031 // Whatever the source throws is the answer of each of its keys.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            scheduler.Complete(() => Settle(keys, (promise, _) => promise.TrySetException(exception)));
        }
    }

    private void Settle(TKey[] keys, Action<TaskCompletionSource<TValue?>, TKey> settle)
    {
        foreach (var key in keys)
        {
            List<TaskCompletionSource<TValue?>> waiting;
            lock (gate)
                waiting = promises[key].Close();
            foreach (var promise in waiting)
                settle(promise, key);
        }
    }

    // A task runs one of several continuations where it is completed and may hand the others to other threads, where what they
    // load next would not be collected. Hence each caller waits for a task of its own.
    private sealed class Promise
    {
        private List<TaskCompletionSource<TValue?>>? waiting;

        public Promise() => waiting = [Value];

        public TaskCompletionSource<TValue?> Value { get; } = new();

        public Task<TValue?> Join()
        {
            if (waiting is null)
                return Value.Task;
            var own = new TaskCompletionSource<TValue?>();
            waiting.Add(own);
            return own.Task;
        }

        public List<TaskCompletionSource<TValue?>> Close()
        {
            var closed = waiting ?? [];
            waiting = null;
            return closed;
        }
    }
}

/// <summary>A data loader with one value a key.</summary>
public abstract class BatchDataLoader<TKey, TValue>(IBatchScheduler scheduler, DataLoaderOptions? options = null)
    : DataLoaderBase<TKey, TValue>(scheduler, options)
    where TKey : notnull
{
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(
        IReadOnlyList<TKey> keys,
        CancellationToken cancellationToken
    );

    protected sealed override async Task<Func<TKey, TValue?>> FetchAsync(
        IReadOnlyList<TKey> keys,
        CancellationToken cancellationToken
    )
    {
        var values = await LoadBatchAsync(keys, cancellationToken);
        return key => values.TryGetValue(key, out var value) ? value : default;
    }
}

/// <summary>A data loader with any number of values a key; keys without values get an empty array.</summary>
public abstract class GroupedDataLoader<TKey, TValue>(IBatchScheduler scheduler, DataLoaderOptions? options = null)
    : DataLoaderBase<TKey, TValue[]>(scheduler, options)
    where TKey : notnull
{
    protected abstract Task<ILookup<TKey, TValue>> LoadGroupedBatchAsync(
        IReadOnlyList<TKey> keys,
        CancellationToken cancellationToken
    );

    protected sealed override async Task<Func<TKey, TValue[]?>> FetchAsync(
        IReadOnlyList<TKey> keys,
        CancellationToken cancellationToken
    )
    {
        var values = await LoadGroupedBatchAsync(keys, cancellationToken);
        return key => [.. values[key]];
    }
}
