using Loyalty.Identity.Administration;

namespace Loyalty.Api.Authentication;

/// <summary>Deletes codes, tokens and sessions that have ended, every hour, on whichever nodes are there.</summary>
internal sealed partial class IdentityHousekeeping(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<IdentityHousekeeping> logger
) : BackgroundService
{
    private const int RowsMax = 10_000;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<IdentityCleanup>().RunAsync(RowsMax, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round tries again.
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Deleting ended codes and tokens failed.")]
    private partial void LogFailed(Exception exception);
}
