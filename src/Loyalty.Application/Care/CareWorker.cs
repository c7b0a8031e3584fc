using Loyalty.Application.Jobs;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Care;

/// <summary>Plans, makes and ends contacts. Every node that runs jobs does it; leases keep them apart.</summary>
internal sealed partial class CareWorker(
    PlanCare plan,
    SendCare send,
    CloseCare close,
    JobSettings settings,
    TimeProvider clock,
    ILogger<CareWorker> logger
) : PeriodicWorker(TimeSpan.FromSeconds(30), clock, logger)
{
    private readonly ILogger log = logger;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!settings.Run)
        {
            return;
        }

        var planned = await plan.ExecuteAsync(cancellationToken);
        var sent = await send.ExecuteAsync(cancellationToken) ?? 0;
        var closed = await close.ExecuteAsync(cancellationToken) ?? 0;
        if (planned + sent + closed > 0)
        {
            LogDone(log, planned, sent, closed);
        }
    }

    [LoggerMessage(LogLevel.Information, "Care: {Planned} contacts planned, {Sent} made, {Closed} ended.")]
    private static partial void LogDone(ILogger logger, int planned, int sent, int closed);
}
