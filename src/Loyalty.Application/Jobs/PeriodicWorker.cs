using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Jobs;

/// <summary>Does the same now and then for as long as the node runs. A round that fails is logged, and the next one tries again.</summary>
/// <param name="interval">between the beginnings of two rounds; one that takes longer is followed by the next at once.</param>
/// <param name="atOnce">whether the first round begins with the node; else after the first interval.</param>
public abstract partial class PeriodicWorker(TimeSpan interval, bool atOnce, TimeProvider clock, ILogger logger)
    : BackgroundService
{
    protected TimeProvider Clock => clock;

    protected ILogger Logger => logger;

    /// <summary>Whether this node does it at all.</summary>
    protected virtual bool IsWanted => true;

    /// <summary>One round.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsWanted)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval, clock);
        if (atOnce)
        {
            await TryAsync(stoppingToken);
        }

        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever went wrong, the next round tries again.
        catch (Exception exception)
            when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(exception, GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Worker} has failed. The next round tries again.")]
    private partial void LogFailed(Exception exception, string worker);
}
