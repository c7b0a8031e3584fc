using Loyalty.Application.Jobs;
using Loyalty.Application.Points.Ledger;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Points;

/// <summary>Writes down what lapsed, soon after each day has ended in the programme's zone.</summary>
internal sealed partial class ExpiryJob(
    ExpirePoints expire,
    JobLeases leases,
    JobSettings settings,
    LedgerMetrics metrics,
    TimeProvider clock,
    ILogger<ExpiryJob> logger
) : PeriodicWorker(TimeSpan.FromMinutes(1), atOnce: true, clock, logger)
{
    protected override bool IsWanted => settings.Run;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var through = await expire.LapsedThroughAsync(cancellationToken);
        var job = await leases.FindAsync(ExpirePoints.JobName, cancellationToken);
        if (job is { Cursor: null } && job.DoneThrough >= through)
        {
            return;
        }

        if (await expire.ExecuteAsync(cancellationToken: cancellationToken) is { } report)
        {
            metrics.Lapsed(report.Points);
            LogDone(Logger, report.Points, report.Wallets, report.Through);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Points} points of {Wallets} wallets lapsed through {Through}.")]
    private static partial void LogDone(ILogger logger, long points, long wallets, DateOnly through);
}
