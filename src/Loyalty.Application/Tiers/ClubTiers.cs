using Loyalty.Application.Notices;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

/// <summary>The club's tier sets in the order of display, read at most once a second, so that a club without tiers pays nothing for
/// them on the ledger's path. A change by staff holds at once on the node that made it; on the others with its notice, else within a
/// second.</summary>
public sealed class ClubTiers(IDbContextFactory<LoyaltyDbContext> contexts, ClubNotices notices, TimeProvider clock)
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    /// <summary>A change's transaction is over by then, and so is the request that it belongs to.</summary>
    private static readonly TimeSpan ExpectationTime = TimeSpan.FromSeconds(5);

    private volatile Kept? kept;
    private long expectingSince = long.MinValue;

    /// <summary>Sets in force.</summary>
    public async ValueTask<IReadOnlyList<TierSet>> ActiveAsync(CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).Active;

    /// <summary>Sets that are in force or were: whoever looks into the past needs both.</summary>
    public async ValueTask<IReadOnlyList<TierSet>> EverActiveAsync(CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken)).EverActive;

    /// <summary>Staff change something on this node at this moment. The transaction may not have ended when this is called, so
    /// for a while everybody reads anew, here and on the other nodes.</summary>
    internal void ExpectChange()
    {
        ReadFirst();
        notices.Publish(NoticedChanges.Tiers);
    }

    /// <summary>Staff change something on some node at this moment.</summary>
    internal void ReadFirst() => Volatile.Write(ref expectingSince, clock.GetTimestamp());

    private async ValueTask<Kept> CurrentAsync(CancellationToken cancellationToken)
    {
        var since = Volatile.Read(ref expectingSince);
        var isExpecting = since != long.MinValue && clock.GetElapsedTime(since) < ExpectationTime;
        if (!isExpecting && kept is { } fresh && clock.GetElapsedTime(fresh.ReadAt) < AgeMax)
        {
            return fresh;
        }

        var readAt = clock.GetTimestamp();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sets = await context
            .TierSets.AsNoTracking()
            .Where(set => set.Status != TierSetStatus.Draft)
            .OrderBy(set => set.Code)
            .Take(TierBounds.SetsMax)
            .ToListAsync(cancellationToken);
        var ordered = sets.OrderBy(set => set.DisplayOrder)
            .ThenBy(set => set.Code.Value, StringComparer.Ordinal)
            .ToArray();
        return kept = new Kept([.. ordered.Where(set => set.Status == TierSetStatus.Active)], ordered, readAt);
    }

    private sealed record Kept(IReadOnlyList<TierSet> Active, IReadOnlyList<TierSet> EverActive, long ReadAt);
}
