using Loyalty.Application.Jobs;
using Loyalty.Application.Rewards.Fulfilment;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Rewards;

/// <summary>Brings on what is due: calls of partners, deadlines, and what a process that died has left. Every node that runs jobs
/// does it; leases keep them apart.</summary>
internal sealed partial class RedemptionWorker(
    IServiceScopeFactory scopes,
    AdvanceRedemptions advance,
    FulfilmentSettings settings,
    JobSettings jobs,
    TimeProvider clock,
    ILogger<RedemptionWorker> logger
) : BackgroundService
{
    private const int PerRound = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!jobs.Run)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await advance.WaitForWorkAsync(Interval, stoppingToken);
                while (await RoundAsync(stoppingToken) == PerRound)
                {
                    // More of it is due.
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        List<RedemptionId> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var now = clock.Instant();
            due = await scope
                .ServiceProvider.GetRequiredService<LoyaltyDbContext>()
                .Redemptions.Where(row => row.NextAttemptAt <= now && (row.LeaseUntil == null || row.LeaseUntil <= now))
                .OrderBy(row => row.NextAttemptAt)
                .Select(row => row.Id)
                .Take(PerRound)
                .ToListAsync(cancellationToken);
        }

        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = settings.CallsMax, CancellationToken = cancellationToken },
            async (id, token) =>
            {
                try
                {
                    await advance.AdvanceAsync(id, callsPartners: true, token);
                }
                catch (Exception exception)
                    when (exception is not OperationCanceledException || !token.IsCancellationRequested)
                {
                    // Its lease ends, and somebody tries again. The others must not wait for it.
                    LogNotAdvanced(exception, id);
                }
            }
        );
        return due.Count;
    }

    [LoggerMessage(LogLevel.Error, "Looking for redemptions that are due has failed. It is tried again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "Redemption {Redemption} could not be brought on. It is tried again.")]
    private partial void LogNotAdvanced(Exception exception, RedemptionId redemption);
}
