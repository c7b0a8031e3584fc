using Loyalty.Application.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Points;

/// <summary>Gives up what was left in closed accounts. Every node does it; the operation's key keeps it to once.</summary>
internal sealed class ClosedAccountSweep(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<ClosedAccountSweep> logger
) : PeriodicWorker(TimeSpan.FromSeconds(20), atOnce: false, clock, logger)
{
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ForfeitPoints>().DueAsync(cancellationToken);
    }
}
