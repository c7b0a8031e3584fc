using Loyalty.Application.Notices;
using Loyalty.Domain;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

/// <summary>Asks for passes over all members.</summary>
public sealed class RequestTierRun(LoyaltyDbContext context, ClubNotices notices, TimeProvider clock)
{
    /// <summary>Previews of a club that wait or run at a time.</summary>
    public const int WaitingMax = 10;

    /// <summary>Counts who would move by the set's draft, or by the definition in force where there is no draft.</summary>
    public async Task<Outcome<TierRun>> PreviewAsync(TierSetCode code, string by, CancellationToken cancellationToken)
    {
        var set = await context.TierSets.AsNoTracking().FirstOrDefaultAsync(set => set.Code == code, cancellationToken);
        if (set is null)
        {
            return new Refusal.NoSuch("tier set");
        }

        if (set.Status == TierSetStatus.Retired)
        {
            return new TierSet.IsRetired();
        }

        if (await context.TierRuns.CountAsync(run => run.FinishedAt == null, cancellationToken) >= WaitingMax)
        {
            return new TooManyWaiting();
        }

        var run = context.AddTierRun(set, TierRunKind.Preview, by, clock.Instant());
        await context.SaveChangesAsync(cancellationToken);
        notices.Publish(ActivateTierSet.WorkTopic);
        return run;
    }

    /// <summary>Has everybody judged anew in every set in force.</summary>
    public async Task EvaluateAllAsync(string by, CancellationToken cancellationToken)
    {
        var sets = await context
            .TierSets.AsNoTracking()
            .Where(set => set.Status == TierSetStatus.Active)
            .ToListAsync(cancellationToken);
        foreach (var set in sets)
        {
            context.AddTierRun(set, TierRunKind.Evaluation, by, clock.Instant());
        }

        await context.SaveChangesAsync(cancellationToken);
    }

    public sealed record TooManyWaiting()
        : Refusal(
            "too-many-tier-runs",
            RefusalKind.Busy,
            "Other passes over all members are still to be done. Wait until they are."
        );
}

internal static class TierRunQueue
{
    public static TierRun AddTierRun(
        this LoyaltyDbContext context,
        TierSet set,
        TierRunKind kind,
        string by,
        DateTimeOffset now
    )
    {
        var run = new TierRun
        {
            Id = Identifier.New<TierRunId>(now),
            TierSet = set.Code,
            Kind = kind,
            Definition = kind == TierRunKind.Preview ? set.Draft ?? set.Definition : null,
            RequestedAt = now,
            RequestedBy = by,
            Moves = [],
        };
        context.TierRuns.Add(run);
        return run;
    }
}
