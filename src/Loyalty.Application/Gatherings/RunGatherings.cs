using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Gatherings;

/// <summary>One round of what gatherings need by themselves.</summary>
public sealed partial class RunGatherings(
    InviteToGatherings invite,
    TellCancellations tell,
    ReleasePlaces release,
    RemindOfGatherings remind,
    ILogger<RunGatherings> logger
)
{
    /// <returns>how much was done: members invited, told and reminded, places given on, gatherings held.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        Func<CancellationToken, Task<int>>[] steps =
        [
            tell.ExecuteAsync,
            release.ExecuteAsync,
            remind.ExecuteAsync,
            invite.ExecuteAsync,
        ];
        var done = 0;
        foreach (var step in steps)
        {
            try
            {
                done += await step(cancellationToken);
            }
#pragma warning disable CA1031 // One step that fails must not keep the others; the next round tries again.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception, step.Method.DeclaringType!.Name);
            }
        }

        return done;
    }

    [LoggerMessage(LogLevel.Error, "Gatherings: {Step} has failed. The next round tries again.")]
    private partial void LogFailed(Exception exception, string step);
}
