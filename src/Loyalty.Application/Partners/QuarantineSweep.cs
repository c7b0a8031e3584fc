using Loyalty.Application.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Partners;

/// <summary>Looks now and then for events that wait for a link which is there, for points that were bought, or for the ledger.</summary>
internal sealed class QuarantineSweep(IServiceScopeFactory scopes, TimeProvider clock, ILogger<QuarantineSweep> logger)
    : PeriodicWorker(TimeSpan.FromMinutes(1), atOnce: false, clock, logger)
{
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var replay = scope.ServiceProvider.GetRequiredService<ReplayEvents>();
        await scope.ServiceProvider.GetRequiredService<PrepaidWatch>().WarnAsync(cancellationToken);
        await replay.ForgottenAsync(cancellationToken);
        await replay.PaidForAsync(cancellationToken);
        await replay.UnfinishedAsync(cancellationToken);
    }
}
