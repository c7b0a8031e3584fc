using Loyalty.Application.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Magazine;

/// <summary>Looks after the magazine every ten seconds. Every node that runs jobs does it; leases keep them apart.</summary>
internal sealed partial class MagazineWorker(
    IServiceScopeFactory scopes,
    JobSettings settings,
    TimeProvider clock,
    ILogger<MagazineWorker> logger
) : PeriodicWorker(TimeSpan.FromSeconds(10), atOnce: true, clock, logger)
{
    protected override bool IsWanted => settings.Run;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var run = scope.ServiceProvider.GetRequiredService<RunMagazine>();
        if (await run.ExecuteAsync(cancellationToken) is > 0 and var done)
        {
            LogDone(Logger, done);
        }
    }

    [LoggerMessage(LogLevel.Information, "The magazine has brought on {Done} subscriptions and copies.")]
    private static partial void LogDone(ILogger logger, int done);
}
