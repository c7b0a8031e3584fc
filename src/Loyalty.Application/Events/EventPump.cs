using System.Threading.Channels;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Storage;
using Polly;
using Polly.CircuitBreaker;

namespace Loyalty.Application.Events;

/// <summary>
/// Sends one subscription's events on this node: some lanes at a time, each event of a lane after the one before. Each subscription has a
/// pump of its own, so that a slow consumer keeps nobody else waiting. No call is made within a transaction; results are kept for
/// several lanes in one.
/// </summary>
internal sealed class EventPump : IDisposable
{
    public static readonly TimeSpan BreakTime = TimeSpan.FromSeconds(30);

    /// <summary>Calls that are under way when the host stops have this long to end.</summary>
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    private const int CircuitCallsMin = 10;
    private const int RunsPerCommit = 100;
    private const int KeepAttemptsMax = 5;

    private readonly EventSubscriptionId id;
    private readonly EventPumps shared;
    private readonly SemaphoreSlim work = new(0);
    private readonly Channel<LaneRun> ended = Channel.CreateBounded<LaneRun>(EventSubscription.ConcurrencyMost * 2);
    private readonly EventHold hold;
    private readonly CircuitBreakerStateProvider circuitState = new();
    private readonly ResiliencePipeline<EventAnswer> circuit;
    private readonly Lock changing = new();
    private volatile EventSubscription subscription;
    private int inFlight;

    public EventPump(EventSubscription subscription, EventPumps shared)
    {
        (id, this.subscription, this.shared) = (subscription.Id, subscription, shared);
        hold = new EventHold(shared.Clock);
        circuit = new ResiliencePipelineBuilder<EventAnswer> { TimeProvider = shared.Clock }
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions<EventAnswer>
                {
                    FailureRatio = 0.5,
                    MinimumThroughput = CircuitCallsMin,
                    SamplingDuration = TimeSpan.FromSeconds(30),
                    BreakDuration = BreakTime,
                    StateProvider = circuitState,
                    ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { IsTaken: false }),
                }
            )
            .Build();
    }

    /// <summary>As staff have changed it; holds for the next call.</summary>
    public void Update(EventSubscription changed)
    {
        lock (changing)
        {
            // What was read first may come last.
            if (changed.Version > subscription.Version)
            {
                subscription = changed;
            }
        }
    }

    /// <summary>Something may be due.</summary>
    public void Wake()
    {
        // One call is enough for all.
        if (work.CurrentCount == 0)
        {
            work.Release();
        }
    }

    /// <summary>Until it is stopped; then it ends what it has begun.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var calls = new CancellationTokenSource();
        await using var ending = stopping.Register(() => calls.CancelAfter(EndTime));
        var keeping = KeepAsync();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var wanted = Wanted();
                // Not cut short: lanes that were leased and that nobody knows of would wait for the end of their lease.
                var leased = wanted > 0 ? await shared.Records.LeaseAsync(id, wanted, CancellationToken.None) : [];
                foreach (var run in leased)
                {
                    Interlocked.Increment(ref inFlight);
                    _ = RunAsync(run, stopping, calls.Token);
                }

                if (leased.Count == 0 || leased.Count < wanted || Wanted() == 0)
                {
                    await work.WaitAsync(shared.Settings.PollTime, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                shared.LogFailed(exception, id);
                await Task.Delay(shared.Settings.PollTime, shared.Clock, CancellationToken.None);
            }
        }

        while (Volatile.Read(ref inFlight) > 0)
        {
            await work.WaitAsync(shared.Settings.PollTime, CancellationToken.None);
        }

        ended.Writer.Complete();
        await keeping;
    }

    /// <summary>After it has ended.</summary>
    public void Dispose() => work.Dispose();

    /// <summary>How many lanes more can be worked at. A consumer that has just failed is tried by one call.</summary>
    private int Wanted()
    {
        var (busy, current) = (Volatile.Read(ref inFlight), subscription);
        return hold.Is(current.Version) ? 0
            : circuitState.CircuitState != CircuitState.Closed ? (busy == 0 ? 1 : 0)
            : current.ConcurrencyMax - busy;
    }

    private async Task RunAsync(LaneRun run, CancellationToken stopping, CancellationToken callsEnd)
    {
        try
        {
            await SendAsync(run, stopping, callsEnd);
        }
        catch (OperationCanceledException) when (callsEnd.IsCancellationRequested)
        {
            // The lane is given back as it is.
        }
        catch (Exception exception)
        {
            shared.LogFailed(exception, id);
            if (exception.IsLostRace() || exception.IsConnectionLost())
            {
                await Task.Delay(shared.Settings.PollTime, shared.Clock, stopping)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else if (run.WaitsUntil is null)
            {
                run.Wait(shared.Clock.Instant() + shared.Settings.LeaseTime);
            }
        }

        await ended.Writer.WriteAsync(run, CancellationToken.None);
    }

    private async Task SendAsync(LaneRun run, CancellationToken stopping, CancellationToken callsEnd)
    {
        var began = shared.Clock.GetTimestamp();
        var pending = await shared.Records.PendingAsync(id, run.Member, callsEnd);
        if (pending.Count > 0)
        {
            Update(pending[0].Subscription);
        }

        foreach (var (delivery, eventId, body, _) in pending)
        {
            var left = shared.Settings.LeaseTime - shared.Clock.GetElapsedTime(began);
            // A call that outlives the lease would leave the lane to two processes.
            if (stopping.IsCancellationRequested || left < shared.Settings.CallTime)
            {
                return;
            }

            EventAnswer answer;
            var current = subscription;
            run.Version = current.Version;
            try
            {
                answer = await circuit.ExecuteAsync(
                    static async (call, token) =>
                        await call.Self.shared.Calls.SendAsync(call.current, call.eventId.ToString(), call.body, token),
                    (Self: this, current, eventId, body),
                    callsEnd
                );
            }
            catch (BrokenCircuitException broken)
            {
                run.Wait(hold.For(broken.RetryAfter ?? BreakTime, current.Version));
                return;
            }
            catch (OperationCanceledException) when (callsEnd.IsCancellationRequested)
            {
                return;
            }

            var now = shared.Clock.Instant();
            var goesOn = run.Note(delivery, answer, now, Random.Shared.NextDouble());
            shared.Metrics.Tried(answer, delivery.State);
            await ConsiderAsync(answer, current.Version);
            if (!goesOn)
            {
                return;
            }
        }
    }

    /// <summary>What an answer means for the subscription as a whole.</summary>
    private async Task ConsiderAsync(EventAnswer answer, long version)
    {
        if (answer.IsGone)
        {
            await shared.DisableAsync(id, version);
            // Nothing more is begun; the sender hears of it a moment later.
            hold.For(EventHold.Max, version);
        }
        else if (answer.IsTooMany)
        {
            hold.For(answer.RetryAfter!.Value, version);
        }
    }

    private async Task KeepAsync()
    {
        var runs = new List<LaneRun>(RunsPerCommit);
        while (await ended.Reader.WaitToReadAsync())
        {
            runs.Clear();
            while (runs.Count < RunsPerCommit && ended.Reader.TryRead(out var run))
            {
                runs.Add(run);
            }

            await KeepAsync(runs);
            foreach (var _ in runs)
            {
                End();
            }
        }
    }

    private async Task KeepAsync(List<LaneRun> runs)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await shared.Records.KeepAsync(id, runs, CancellationToken.None);
                return;
            }
            catch (Exception exception)
                when (attempt < KeepAttemptsMax && (exception.IsLostRace() || exception.IsConnectionLost()))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50 << attempt), shared.Clock);
            }
            catch (Exception exception)
            {
                // The leases end, and the events are sent again.
                shared.LogNotKept(exception, id, runs.Count);
                return;
            }
        }
    }

    private void End()
    {
        Interlocked.Decrement(ref inFlight);
        Wake();
    }
}
