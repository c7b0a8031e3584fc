using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Events;

/// <summary>The pumps of this node, one for each subscription that is active, and what they share.</summary>
internal sealed partial class EventPumps(
    IDbContextFactory<LoyaltyDbContext> contexts,
    LaneRecords records,
    EventCalls calls,
    EventSettings settings,
    EventMetrics metrics,
    TimeProvider clock,
    ILogger<EventPumps> logger
)
{
    private readonly Dictionary<EventSubscriptionId, Running> running = [];
    private readonly List<Task> ending = [];

    public LaneRecords Records => records;

    public EventCalls Calls => calls;

    public EventSettings Settings => settings;

    public EventMetrics Metrics => metrics;

    public TimeProvider Clock => clock;

    /// <summary>Starts, changes and stops pumps as the subscriptions are now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var active = await context
            .EventSubscriptions.AsNoTracking()
            .Where(subscription => subscription.Status == EventSubscriptionStatus.Active)
            .ToDictionaryAsync(subscription => subscription.Id, cancellationToken);
        foreach (var (id, pump) in running.Where(one => !active.ContainsKey(one.Key)).ToList())
        {
            running.Remove(id);
            await pump.Stop.CancelAsync();
            ending.Add(pump.EndAsync());
        }

        ending.RemoveAll(one => one.IsCompleted);

        foreach (var (id, subscription) in active)
        {
            if (running.TryGetValue(id, out var known))
            {
                known.Pump.Update(subscription);
                continue;
            }

            var pump = new EventPump(subscription, this);
            var stop = new CancellationTokenSource();
            running.Add(id, new Running(pump, stop, pump.RunAsync(stop.Token)));
        }
    }

    public void Wake()
    {
        foreach (var one in running.Values)
        {
            one.Pump.Wake();
        }
    }

    /// <summary>Ends what was begun.</summary>
    public async Task StopAsync()
    {
        foreach (var one in running.Values)
        {
            await one.Stop.CancelAsync();
            ending.Add(one.EndAsync());
        }

        running.Clear();
        await Task.WhenAll(ending);
    }

    /// <summary>The consumer is gone. Staff see it in the list, and resume it once there is somebody again.</summary>
    /// <param name="version">what the call was made for: if staff have changed it since, another call asks again.</param>
    public async Task DisableAsync(EventSubscriptionId id, long version)
    {
        var now = clock.Instant();
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        var disabled = await context
            .EventSubscriptions.Where(row =>
                row.Id == id && row.Version == version && row.Status == EventSubscriptionStatus.Active
            )
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(r => r.Status, EventSubscriptionStatus.Disabled)
                        .SetProperty(r => r.StatusSince, now)
                        .SetProperty(r => r.Version, r => r.Version + 1),
                CancellationToken.None
            );
        if (disabled > 0)
        {
            metrics.Disabled();
            LogDisabled(id);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "The consumer of {Subscription} answered 410: the subscription is disabled until staff resume it. What happens is queued."
    )]
    private partial void LogDisabled(EventSubscriptionId subscription);

    [LoggerMessage(LogLevel.Error, "Sending events of {Subscription} has failed. It is tried again.")]
    internal partial void LogFailed(Exception exception, EventSubscriptionId subscription);

    [LoggerMessage(
        LogLevel.Error,
        "What became of {Count} lanes of {Subscription} could not be kept. Their events are sent again."
    )]
    internal partial void LogNotKept(Exception exception, EventSubscriptionId subscription, int count);

    private sealed record Running(EventPump Pump, CancellationTokenSource Stop, Task Task)
    {
        public async Task EndAsync()
        {
            await Task;
            Pump.Dispose();
            Stop.Dispose();
        }
    }
}
