using Loyalty.Application.Points;
using Loyalty.Application.Tiers;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>
/// Makes two accounts of a merged one again, within the programme's window: points first, all that came or nothing, then the
/// records. What happened in between stays with the survivor.
/// </summary>
public sealed class UndoMerge(LoyaltyDbContext context, MergePoints points, EvaluateTiers tiers, TimeProvider clock)
{
    public async Task<Outcome<MemberMerge>> ExecuteAsync(MergeId id, string by, CancellationToken cancellationToken)
    {
        var merge = await context.MemberMerges.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (merge is null or { UndoneAt: not null })
        {
            return merge is null ? new Refusal.NoSuch("merge") : merge;
        }

        if (await WhyNotAsync(merge, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        // What came late must be with the survivor, too, before all of it goes back.
        var late = await points.MoveAsync(merge.DuplicateId, merge.SurvivorId, id, cancellationToken);
        if ((late.Refusal ?? await points.MoveBackAsync(merge, cancellationToken)) is { } spent)
        {
            return spent;
        }

        var undone = await context.OnLostRacesAsync(() => TryAsync(id, by, cancellationToken));
        if (undone.Refusal is null)
        {
            await tiers.AfterMergeAsync(merge.SurvivorId, cancellationToken);
        }

        return undone;
    }

    private async Task<Refusal?> WhyNotAsync(MemberMerge merge, CancellationToken cancellationToken)
    {
        if (clock.Instant() >= merge.UndoUntil)
        {
            return new WindowOver(merge.UndoUntil);
        }

        var survivor = await context
            .Members.Where(member => member.Id == merge.SurvivorId)
            .Select(member => member.Status)
            .SingleAsync(cancellationToken);
        return survivor is MemberStatus.Closed or MemberStatus.Merged
            ? new MergeMembers.NotMergeable(merge.SurvivorId, survivor)
            : null;
    }

    private async Task<Outcome<MemberMerge>> TryAsync(MergeId id, string by, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var merge = await context.MemberMerges.SingleAsync(m => m.Id == id, cancellationToken);
        if (merge.UndoneAt is not null)
        {
            return merge;
        }

        var now = clock.Instant();
        var row = await context.Members.SingleAsync(member => member.Id == merge.DuplicateId, cancellationToken);
        context.AddStatusChange(row, merge.StatusBefore, "merge undone", by, now);
        (row.MergedInto, row.SettleAfter) = (null, null);
        (merge.UndoneAt, merge.UndoneBy) = (now, by);
        var moved = MovedRecords.Parse(merge.Moved);
        await moved.Wishes.UndoAsync(context, merge.SurvivorId, now, cancellationToken);
        if (moved.HouseholdPlace is { } place)
        {
            await context.PassBackAsync(
                HouseholdPlaceId.From(place),
                merge.SurvivorId,
                merge.DuplicateId,
                cancellationToken
            );
        }

        await context.SaveChangesAsync(cancellationToken);
        await moved.MoveAsync(context, merge.SurvivorId, merge.DuplicateId, isReturn: true, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return merge;
    }

    public sealed record WindowOver(DateTimeOffset UndoUntil)
        : Refusal("merge-window-over", RefusalKind.Conflict, "The time is over within which the merge could be undone.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("undoUntil", UndoUntil)];
    }
}
