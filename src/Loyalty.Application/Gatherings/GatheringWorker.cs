using Loyalty.Application.Jobs;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Gatherings;

/// <summary>Looks after gatherings every ten seconds. Every node that runs jobs does it; leases and turns keep them apart.</summary>
internal sealed partial class GatheringWorker(
    RunGatherings run,
    JobSettings settings,
    TimeProvider clock,
    ILogger<GatheringWorker> logger
) : PeriodicWorker(TimeSpan.FromSeconds(10), atOnce: true, clock, logger)
{
    protected override bool IsWanted => settings.Run;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await run.ExecuteAsync(cancellationToken) is > 0 and var done)
        {
            LogDone(Logger, done);
        }
    }

    [LoggerMessage(LogLevel.Information, "Gatherings: {Done} members were invited, told or given a place.")]
    private static partial void LogDone(ILogger logger, int done);
}
