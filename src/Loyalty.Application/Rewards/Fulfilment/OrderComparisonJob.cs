using Loyalty.Application.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>Looks once an hour whether a day's orders are to be compared.</summary>
internal sealed partial class OrderComparisonJob(
    CompareOrdersDaily compare,
    JobSettings settings,
    TimeProvider clock,
    ILogger<OrderComparisonJob> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Run)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await compare.ExecuteAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever went wrong, the next round goes on from there.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Comparing orders with partners failed.")]
    private partial void LogFailed(Exception exception);
}
