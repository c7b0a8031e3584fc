using Loyalty.Application.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Offers;

/// <summary>Looks after the offers every few seconds. Every node that runs jobs does it; leases keep them apart.</summary>
internal sealed partial class OfferWorker(
    RunOffers run,
    JobSettings settings,
    TimeProvider clock,
    ILogger<OfferWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Run)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                if (await run.ExecuteAsync(stoppingToken) is > 0 and var granted)
                {
                    LogGranted(granted);
                }
            }
#pragma warning disable CA1031 // Whatever went wrong, the next round goes on from there.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "Offers granted {Granted} times.")]
    private partial void LogGranted(int granted);

    [LoggerMessage(LogLevel.Error, "Looking after the offers has failed. It is tried again.")]
    private partial void LogFailed(Exception exception);
}
