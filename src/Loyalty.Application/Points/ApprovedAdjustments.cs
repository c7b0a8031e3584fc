using Loyalty.Application.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Points;

/// <summary>Brings adjustments into the ledger that were approved and did not get there. Every node does it; the adjustment's own
/// key keeps it to once.</summary>
internal sealed class ApprovedAdjustments(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<ApprovedAdjustments> logger
) : PeriodicWorker(TimeSpan.FromSeconds(20), atOnce: false, clock, logger)
{
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AdjustPoints>().FinishDueAsync(cancellationToken);
    }
}
