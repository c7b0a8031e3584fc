namespace Loyalty.Application.Gatherings;

/// <summary>One round of what gatherings need by themselves.</summary>
public sealed class RunGatherings(
    InviteToGatherings invite,
    TellCancellations tell,
    ReleasePlaces release,
    RemindOfGatherings remind
)
{
    /// <returns>how much was done: members invited, told and reminded, places given on, gatherings held.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken) =>
        await tell.ExecuteAsync(cancellationToken)
        + await release.ExecuteAsync(cancellationToken)
        + await remind.ExecuteAsync(cancellationToken)
        + await invite.ExecuteAsync(cancellationToken);
}
