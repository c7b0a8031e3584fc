namespace Loyalty.GraphQL.Execution;

/// <summary>What can wait in a <see cref="WorkQueue"/>.</summary>
internal interface IWork
{
    void Run();
}

/// <summary>
/// The work of one request. One flow at a time runs it, so that results need no locks; tasks that end elsewhere post
/// here. Batches start only when all else waits: what one level asks for is then collected.
/// </summary>
internal sealed class WorkQueue : IBatchScheduler
{
    private readonly Lock gate = new();
    private readonly Queue<IWork> ready = new();
    private List<Func<Task>> batches = [];
    private TaskCompletionSource? waiter;

    public void Schedule(Func<Task> batch, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource? wake;
        lock (gate)
        {
            batches.Add(batch);
            (wake, waiter) = (waiter, null);
        }
        wake?.TrySetResult();
    }

    public void Complete(Action completion) => Post(new Completion(completion));

    private sealed class Completion(Action action) : IWork
    {
        public void Run() => action();
    }

    public void Post(IWork work)
    {
        TaskCompletionSource? wake;
        lock (gate)
        {
            ready.Enqueue(work);
            (wake, waiter) = (waiter, null);
        }
        wake?.TrySetResult();
    }

    /// <summary>Runs what is posted until <paramref name="isDone"/> holds.</summary>
    public async Task RunAsync(Func<bool> isDone)
    {
        while (true)
        {
            while (TryTake(out var work))
                work.Run();
            if (isDone())
                return;
            if (TakeBatches() is { Count: > 0 } due)
            {
                foreach (var batch in due)
                    _ = batch();
                continue;
            }
            await WaitAsync();
        }
    }

    private bool TryTake(out IWork work)
    {
        lock (gate)
            return ready.TryDequeue(out work!);
    }

    private List<Func<Task>> TakeBatches()
    {
        lock (gate)
        {
            if (batches.Count == 0 || ready.Count > 0)
                return [];
            var due = batches;
            batches = [];
            return due;
        }
    }

    private Task WaitAsync()
    {
        lock (gate)
        {
            if (ready.Count > 0 || batches.Count > 0)
                return Task.CompletedTask;
            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return waiter.Task;
        }
    }
}
