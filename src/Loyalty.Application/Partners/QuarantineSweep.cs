using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Partners;

/// <summary>Looks now and then for events that wait for a link which is there, or for points that were bought.</summary>
internal sealed partial class QuarantineSweep(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<QuarantineSweep> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var replay = scope.ServiceProvider.GetRequiredService<ReplayEvents>();
                await scope.ServiceProvider.GetRequiredService<PrepaidWatch>().WarnAsync(stoppingToken);
                await replay.ForgottenAsync(stoppingToken);
                await replay.PaidForAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever went wrong, the next round tries again.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Looking for events that need not wait any more failed.")]
    private partial void LogFailed(Exception exception);
}
