using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Points;

/// <summary>Gives up what was left in closed accounts. Every node does it; the operation's key keeps it to once.</summary>
internal sealed partial class ClosedAccountSweep(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<ClosedAccountSweep> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ForfeitPoints>().DueAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round tries again.
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Giving up what is left in closed accounts failed.")]
    private partial void LogFailed(Exception exception);
}
