using Loyalty.Application.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Magazine;

/// <summary>Looks after the magazine every ten seconds. Every node that runs jobs does it; leases keep them apart.</summary>
internal sealed partial class MagazineWorker(
    IServiceScopeFactory scopes,
    JobSettings settings,
    TimeProvider clock,
    ILogger<MagazineWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

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
                await using var scope = scopes.CreateAsyncScope();
                var run = scope.ServiceProvider.GetRequiredService<RunMagazine>();
                if (await run.ExecuteAsync(stoppingToken) is > 0 and var done)
                {
                    LogDone(done);
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

    [LoggerMessage(LogLevel.Information, "The magazine has brought on {Done} subscriptions and copies.")]
    private partial void LogDone(int done);

    [LoggerMessage(LogLevel.Error, "Looking after the magazine has failed. It is tried again.")]
    private partial void LogFailed(Exception exception);
}
