using Loyalty.Application.Jobs;
using Loyalty.Application.Points.Ledger;
using Microsoft.Extensions.Hosting;
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
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

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
                await RunAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever went wrong, the next round goes on from there.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunAsync(CancellationToken cancellationToken)
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
            LogDone(report.Points, report.Wallets, report.Through);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Points} points of {Wallets} wallets lapsed through {Through}.")]
    private partial void LogDone(long points, long wallets, DateOnly through);

    [LoggerMessage(LogLevel.Error, "Writing down what lapsed failed.")]
    private partial void LogFailed(Exception exception);
}
