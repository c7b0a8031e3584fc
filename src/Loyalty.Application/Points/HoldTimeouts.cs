using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Points;

/// <summary>Gives back what holds reserve whose time has run out. Every node does it; the hold's own key keeps it to once. A hold
/// cannot be captured from its last instant on, however late this comes.</summary>
internal sealed partial class HoldTimeouts(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<HoldTimeouts> logger
) : BackgroundService
{
    private const int HoldsPerRound = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                int ended;
                do
                {
                    ended = await ReleaseAsync(stoppingToken);
                } while (ended == HoldsPerRound);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round tries again.
                LogFailed(exception);
            }
        }
    }

    /// <returns>how many holds were ended.</returns>
    private async Task<int> ReleaseAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<LoyaltyDbContext>();
        var spend = scope.ServiceProvider.GetRequiredService<SpendPoints>();
        var now = clock.Instant();
        var ids = await context
            .Holds.Where(hold => hold.Status == HoldStatus.Open && hold.ExpiresAt <= now)
            .OrderBy(hold => hold.ExpiresAt)
            .Select(hold => hold.HoldId)
            .Take(HoldsPerRound)
            .ToListAsync(cancellationToken);
        var ended = 0;
        foreach (var id in ids)
        {
            var caller = new OperationCaller(LedgerOperation.BySystem, $"timeout/{id}");
            var released = await spend.ReleaseAsync(id, caller, cancellationToken);
            ended += released.Refusal is null ? 1 : 0;
        }

        return ended;
    }

    [LoggerMessage(LogLevel.Error, "Giving back points of holds whose time ran out failed.")]
    private partial void LogFailed(Exception exception);
}
