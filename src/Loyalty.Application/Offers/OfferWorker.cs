using Loyalty.Application.Jobs;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Offers;

/// <summary>Looks after the offers every few seconds. Every node that runs jobs does it; leases keep them apart.</summary>
internal sealed partial class OfferWorker(
    RunOffers run,
    JobSettings settings,
    TimeProvider clock,
    ILogger<OfferWorker> logger
) : PeriodicWorker(TimeSpan.FromSeconds(5), atOnce: true, clock, logger)
{
    protected override bool IsWanted => settings.Run;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await run.ExecuteAsync(cancellationToken) is > 0 and var granted)
        {
            LogGranted(Logger, granted);
        }
    }

    [LoggerMessage(LogLevel.Information, "Offers granted {Granted} times.")]
    private static partial void LogGranted(ILogger logger, int granted);
}
