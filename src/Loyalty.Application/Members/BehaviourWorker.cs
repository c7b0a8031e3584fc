using Loyalty.Application.Jobs;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Members;

/// <summary>Flags what has changed in what members do, soon after each day has begun in the programme's zone.</summary>
internal sealed partial class BehaviourWorker(
    FlagBehaviour flag,
    JobSettings settings,
    TimeProvider clock,
    ILogger<BehaviourWorker> logger
) : PeriodicWorker(TimeSpan.FromMinutes(1), atOnce: true, clock, logger)
{
    protected override bool IsWanted => settings.Run;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await flag.ExecuteAsync(cancellationToken) is { } report)
        {
            LogDone(Logger, report.Members, report.Day, report.Began, report.Ended);
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Behaviour of {Members} members looked at as of {Day}: {Began} flags began, {Ended} ended."
    )]
    private static partial void LogDone(ILogger logger, long members, DateOnly day, long began, long ended);
}
