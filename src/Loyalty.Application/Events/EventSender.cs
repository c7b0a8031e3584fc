using Loyalty.Application.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Events;

/// <summary>Queues what is new in the outbox and sends what is due. Every node that runs jobs does it; locks and leases keep them
/// apart.</summary>
internal sealed partial class EventSender(
    EventFanOut fanOut,
    EventPumps pumps,
    EventSettings settings,
    JobSettings jobs,
    TimeProvider clock,
    ILogger<EventSender> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!jobs.Run)
        {
            return;
        }

        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var queued = await RoundAsync(stoppingToken);
                if (queued < EventFanOut.PerRound)
                {
                    await Task.Delay(settings.PollTime, clock, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            await pumps.StopAsync();
        }
    }

    private async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await pumps.RefreshAsync(cancellationToken);
            var queued = await fanOut.RoundAsync(cancellationToken);
            if (queued > 0)
            {
                pumps.Wake();
            }

            return queued;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
            return 0;
        }
    }

    [LoggerMessage(LogLevel.Error, "Queuing events has failed. It is tried again.")]
    private partial void LogFailed(Exception exception);
}
