using Loyalty.Application.Notices;
using Loyalty.Domain;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

/// <param name="Version">the set's version that the caller read, so that nothing is put in force which they did not see.</param>
/// <param name="By">the subject of the member of staff.</param>
public sealed record ActivateTierSetRequest(TierSetCode Set, long Version, string By);

/// <summary>Puts the draft in force and asks for a pass over all members, who are judged by it one after the other: who rises, rises
/// then; who does not earn the tier any more has the days of grace.</summary>
public sealed class ActivateTierSet(LoyaltyDbContext context, ClubTiers tiers, ClubNotices notices, TimeProvider clock)
{
    /// <summary>There is work for whoever works on tiers.</summary>
    public const string WorkTopic = "tier-work";

    public async Task<Outcome<(TierSet Set, TierRun Run)>> ExecuteAsync(
        ActivateTierSetRequest request,
        CancellationToken cancellationToken
    )
    {
        var loaded = await context.LoadTierSetAsync(request.Set, request.Version, cancellationToken);
        if (loaded.Refusal is { } missing)
        {
            return missing;
        }

        var (set, now) = (loaded.Value, clock.Instant());
        var activated = set.Activate(now, request.By);
        if (activated.Refusal is { } refused)
        {
            return refused;
        }

        context.TierSetVersions.Add(activated.Value);
        TierCode[] codes = [.. activated.Value.Definition.Levels.Select(level => level.Code)];
        foreach (
            var tier in await context
                .Tiers.AsTracking()
                .Where(tier => codes.Contains(tier.Code))
                .ToListAsync(cancellationToken)
        )
        {
            tier.WasInForce = true;
        }

        var run = context.AddTierRun(set, TierRunKind.Evaluation, request.By, now);
        if (await context.SaveTierSetAsync(cancellationToken) is { } refusal)
        {
            return refusal;
        }

        tiers.ExpectChange();
        notices.Publish(WorkTopic);
        return (set, run);
    }

    /// <summary>Ends a set for good.</summary>
    public async Task<Outcome<TierSet>> RetireAsync(TierSetCode code, long version, CancellationToken cancellationToken)
    {
        var loaded = await context.LoadTierSetAsync(code, version, cancellationToken);
        if (loaded.Refusal is not null)
        {
            return loaded;
        }

        var set = loaded.Value;
        var refusal = set.Retire(clock.Instant()) ?? await context.SaveTierSetAsync(cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        tiers.ExpectChange();
        return set;
    }
}
