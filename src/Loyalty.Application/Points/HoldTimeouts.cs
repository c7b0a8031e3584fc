using Loyalty.Application.Jobs;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Points;

/// <summary>Gives back what holds reserve whose time has run out. Every node does it; the hold's own key keeps it to once. A hold
/// cannot be captured from its last instant on, however late this comes.</summary>
internal sealed class HoldTimeouts(IServiceScopeFactory scopes, TimeProvider clock, ILogger<HoldTimeouts> logger)
    : PeriodicWorker(TimeSpan.FromSeconds(5), atOnce: false, clock, logger)
{
    private const int HoldsPerRound = 500;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        int ended;
        do
        {
            ended = await ReleaseAsync(cancellationToken);
        } while (ended == HoldsPerRound);
    }

    /// <returns>how many holds were ended.</returns>
    private async Task<int> ReleaseAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<LoyaltyDbContext>();
        var spend = scope.ServiceProvider.GetRequiredService<SpendPoints>();
        var now = Clock.Instant();
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
}
