using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Partners;

/// <summary>Looks now and then for events that wait for a link which is there.</summary>
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
                await scope.ServiceProvider.GetRequiredService<ReplayEvents>().ForgottenAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever went wrong, the next round tries again.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Looking for events whose link is there failed.")]
    private partial void LogFailed(Exception exception);
}
