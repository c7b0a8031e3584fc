using Loyalty.Application.Jobs;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>Looks once an hour whether a day's orders are to be compared.</summary>
internal sealed class OrderComparisonJob(
    CompareOrdersDaily compare,
    JobSettings settings,
    TimeProvider clock,
    ILogger<OrderComparisonJob> logger
) : PeriodicWorker(TimeSpan.FromHours(1), atOnce: false, clock, logger)
{
    protected override bool IsWanted => settings.Run;

    protected override Task RunAsync(CancellationToken cancellationToken) => compare.ExecuteAsync(cancellationToken);
}
