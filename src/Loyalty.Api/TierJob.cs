using Loyalty.Application.Notices;
using Loyalty.Application.Tiers;

namespace Loyalty.Api;

/// <summary>Works on tiers every minute, and at once when staff ask for a pass over all members. All nodes try; one does it.</summary>
internal sealed partial class TierJob(
    WorkOnTiers work,
    ClubNotices notices,
    TimeProvider clock,
    ILogger<TierJob> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>The request that asked may end its transaction after the notice.</summary>
    private static readonly TimeSpan TransactionTime = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new SemaphoreSlim(0, 1);
        using var later = clock.CreateTimer(_ => Wake(wake), null, Interval, Interval);
        using var listening = notices.Listen(
            ActivateTierSet.WorkTopic,
            _ =>
            {
                Wake(wake);
                later.Change(TransactionTime, Interval);
            }
        );
        while (!stoppingToken.IsCancellationRequested)
        {
            await wake.WaitAsync(stoppingToken);
            try
            {
                await work.ExecuteAsync(cancellationToken: stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round goes on where this one stopped.
                LogFailed(exception);
            }
        }
    }

    private static void Wake(SemaphoreSlim wake)
    {
        try
        {
            wake.Release();
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or at its end.
        }
    }

    [LoggerMessage(LogLevel.Error, "Working on tiers failed; it is tried again.")]
    private partial void LogFailed(Exception exception);
}
