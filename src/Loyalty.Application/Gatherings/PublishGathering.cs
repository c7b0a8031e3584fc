using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <param name="Version">the gathering's version that the caller read.</param>
public sealed record GatheringStepRequest(GatheringId Gathering, long Version);

/// <summary>Shows a gathering to its audience, whom a job invites from then on.</summary>
public sealed class PublishGathering(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>Published gatherings that have not ended. Whoever publishes at the same moment may go over it by one.</summary>
    public const int AheadMax = 200;

    public async Task<Outcome<Gathering>> ExecuteAsync(
        GatheringStepRequest request,
        CancellationToken cancellationToken
    )
    {
        var loaded = await context.LoadGatheringAsync(request.Gathering, request.Version, cancellationToken);
        if (loaded.Refusal is not null || loaded.Value.Status == GatheringStatus.Published)
        {
            return loaded;
        }

        var now = clock.Instant();
        var ahead = await context.Gatherings.CountAsync(
            one => one.Status == GatheringStatus.Published && one.EndsAt > now,
            cancellationToken
        );
        return ahead >= AheadMax ? new GatheringRefusal.TooMany(AheadMax)
            : loaded.Value.Publish(now) is { } refused ? refused
            : await context.SaveAsync(loaded.Value, cancellationToken);
    }
}
