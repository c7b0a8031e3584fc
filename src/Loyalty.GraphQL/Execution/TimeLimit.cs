namespace Loyalty.GraphQL.Execution;

/// <summary>Ends operations that take too long, also when their resolvers do not listen.</summary>
internal static class TimeLimit
{
    /// <summary>How long resolvers that were told to stop may take for it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs an operation within a time.</summary>
    /// <returns>Null when the time was over. What still runs then, runs on without anybody waiting for it.</returns>
    /// <exception cref="OperationCanceledException">The caller lost interest.</exception>
    public static async Task<ExecutionResult?> RunAsync(
        Func<CancellationToken, Task<ExecutionResult>> run,
        TimeSpan limit,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // For what keeps this thread busy; the clock below is for what waits.
        if (limit > TimeSpan.Zero)
            stop.CancelAfter(limit);
        var running = run(stop.Token);
        try
        {
            // Most operations are done here, or wait for a database; a timer is made for these only.
            if (running.IsCompleted || limit == Timeout.InfiniteTimeSpan)
                return await running;
            if (await EndsWithinAsync(running, limit, clock))
                return await running;
            _ = stop.CancelAsync();
            if (await EndsWithinAsync(running, Grace, clock))
                (await running).Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
        catch (OperationCanceledException)
            when (!cancellationToken.IsCancellationRequested && stop.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (running.IsCompleted)
                stop.Dispose();
            else
                _ = ForgetAsync(running, stop);
        }
    }

    private static async Task<bool> EndsWithinAsync(Task running, TimeSpan limit, TimeProvider clock)
    {
        using var waiting = new CancellationTokenSource();
        var due = Task.Delay(limit, clock, waiting.Token);
        var first = await Task.WhenAny(running, due);
        await waiting.CancelAsync();
        return ReferenceEquals(first, running);
    }

    private static async Task ForgetAsync(Task<ExecutionResult> running, CancellationTokenSource stop)
    {
        // It was answered with its time-out; nobody wants to know how it ended.
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.IsCompletedSuccessfully)
            (await running).Dispose();
        stop.Dispose();
    }
}
