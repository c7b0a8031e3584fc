using Loyalty.Storage;

namespace Loyalty.Application;

/// <summary>
/// Looks things up by key for all requests that wait at the same moment, in one statement instead of one each. Under low load a
/// request's lookup begins at once and serves it alone; under high load those who come while one is under way share the next. What
/// is found was read after the request came.
/// </summary>
/// <param name="load">finds the values of the keys; keys without one are left out.</param>
/// <param name="keysMax">that one statement asks for, unless one request alone has more.</param>
/// <param name="capacity">keys that wait at the most.</param>
/// <param name="timeMax">that one statement may take; null for 30 seconds.</param>
public sealed class SharedLookup<TKey, TValue>(
    Func<IReadOnlyCollection<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> load,
    int keysMax,
    int capacity,
    TimeSpan? timeMax = null
)
    where TKey : notnull
{
    private readonly TimeSpan timeMax = timeMax ?? TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();
    private readonly Queue<Request> waiting = [];
    private int keysWaiting;

    // One statement at a time: two would each serve half as many.
    private bool isRunning;

    /// <returns>what was found for these keys and, it may be, for others; null when too many wait already.</returns>
    public async Task<IReadOnlyDictionary<TKey, TValue>?> FindAsync(
        IReadOnlyCollection<TKey> keys,
        CancellationToken cancellationToken
    )
    {
        var request = new Request(keys);
        lock (gate)
        {
            if (keysWaiting + keys.Count > capacity)
            {
                return null;
            }

            waiting.Enqueue(request);
            keysWaiting += keys.Count;
            request.IsFirst = !isRunning;
            isRunning = true;
        }

        if (request.IsFirst)
        {
            _ = RunAsync();
        }

        return await request.Completion.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Until nobody waits.</summary>
    private async Task RunAsync()
    {
        var taken = new List<Request>();
        while (true)
        {
            // Requests that are about to ask do so first, and share the statement.
            await Task.Yield();
            if (!Take(taken))
            {
                return;
            }

            await ServeAsync(taken);
        }
    }

    private bool Take(List<Request> taken)
    {
        taken.Clear();
        lock (gate)
        {
            var count = 0;
            while (waiting.TryPeek(out var next) && (taken.Count == 0 || count + next.Keys.Count <= keysMax))
            {
                taken.Add(waiting.Dequeue());
                count += next.Keys.Count;
            }

            keysWaiting -= count;
            isRunning = taken.Count > 0;
        }

        return taken.Count > 0;
    }

    private async Task ServeAsync(List<Request> requests)
    {
        try
        {
            var keys = requests.Count == 1 ? requests[0].Keys : [.. requests.SelectMany(one => one.Keys).Distinct()];
            var found = await LoadAsync(keys);
            foreach (var request in requests)
            {
                request.Completion.TrySetResult(found);
            }
        }
        catch (Exception exception) when (requests.Count > 1 && !exception.IsConnectionLost())
        {
            // One that cannot be asked for must not spoil it for its neighbours.
            foreach (var request in requests)
            {
                await ServeAsync([request]);
            }
        }
        catch (Exception exception)
        {
            // Each hears of it; whoever comes next tries anew.
            foreach (var request in requests)
            {
                request.Completion.TrySetException(exception);
            }
        }
    }

    /// <exception cref="TimeoutException">it took too long. Nobody cancelled anything, so that callers must not take it for
    /// that.</exception>
    private async Task<IReadOnlyDictionary<TKey, TValue>> LoadAsync(IReadOnlyCollection<TKey> keys)
    {
        using var limit = new CancellationTokenSource(timeMax);
        try
        {
            return await load(keys, limit.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException("The database did not answer in time.", exception);
        }
    }

    private sealed class Request(IReadOnlyCollection<TKey> keys)
    {
        public IReadOnlyCollection<TKey> Keys { get; } = keys;

        /// <summary>Whether its caller begins a statement.</summary>
        public bool IsFirst { get; set; }

        public TaskCompletionSource<IReadOnlyDictionary<TKey, TValue>> Completion { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
