using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Jobs;

/// <summary>Does the same now and then for as long as the node runs. A round that fails is logged, and the next one tries again.</summary>
/// <param name="interval">between the beginnings of two rounds; one that takes longer is followed by the next at once.</param>
public abstract partial class PeriodicWorker(TimeSpan interval, TimeProvider clock, ILogger logger) : BackgroundService
{
    /// <summary>One round.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        do
        {
            try
            {
                await RunAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever went wrong, the next round tries again.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception, GetType().Name);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Error, "{Worker} has failed. The next round tries again.")]
    private partial void LogFailed(Exception exception, string worker);
}
