using Loyalty.Application.Events;
using Loyalty.Application.Points;
using Loyalty.Application.Tiers;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>
/// Makes two accounts of one person one: cards, links, ids, sign-ins and vehicles name the survivor from then on, and the points
/// move with their lots. First the records, so that new events go to the survivor, then the points, in the ledger; the same call
/// again, or the look that is taken a minute later, finishes what a crash between the two left.
/// </summary>
public sealed class MergeMembers(
    LoyaltyDbContext context,
    MergePoints points,
    ProgrammeSettings settings,
    EvaluateTiers tiers,
    EventOutbox outbox,
    TimeProvider clock
)
{
    /// <summary>Longer than anything takes that was let through before the merge.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMinutes(1);

    /// <summary>What a merge would do. Refused where the merge would be.</summary>
    public async Task<Outcome<MergePreview>> PreviewAsync(
        MemberId survivor,
        MemberId duplicate,
        CancellationToken cancellationToken
    )
    {
        var members = await LoadAsync(survivor, duplicate, cancellationToken);
        if (await WhyNotAsync(members, survivor, duplicate, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var today = clock.Instant().DayIn((await settings.CurrentAsync(cancellationToken)).Programme.Zone());
        var from = await context.LoadWalletsAsync(duplicate, cancellationToken);
        var into = await context.LoadWalletsAsync(survivor, cancellationToken);
        var moved = await MovedRecords.OfAsync(context, duplicate, survivor, cancellationToken);
        var clashes = await context
            .ExternalIds.Where(id => id.MemberId == duplicate)
            .Select(id => id.System)
            .ToListAsync(cancellationToken);
        return new MergePreview(
            [
                .. from.Select(wallet => new MergingPoints(
                    wallet.State.Currency,
                    wallet.BalanceOn(today),
                    into.FirstOrDefault(one => one.State.Currency == wallet.State.Currency)?.BalanceOn(today) ?? 0,
                    wallet.State.Held,
                    wallet.State.Arrears,
                    wallet.LapsingFrom(today)
                )),
            ],
            moved.Cards.Count,
            moved.Links.Count,
            moved.SignIns.Count,
            moved.Ownerships.Count,
            moved.ExternalIds,
            [.. clashes.Except(moved.ExternalIds, StringComparer.Ordinal)],
            await context.HouseholdOfAsync(duplicate, cancellationToken) is null ? null
                : await context.HouseholdOfAsync(survivor, cancellationToken) is null ? MergingHousehold.Taken
                : MergingHousehold.Left
        );
    }

    public async Task<Outcome<MemberMerge>> ExecuteAsync(
        MemberId survivor,
        MemberId duplicate,
        string by,
        CancellationToken cancellationToken
    )
    {
        var merged = await context.OnLostRacesAsync(() => TryAsync(survivor, duplicate, by, cancellationToken));
        if (merged.Refusal is null)
        {
            // What the ledger cannot take now is moved later: the records are merged all the same.
            _ = await points.MoveAsync(duplicate, survivor, merged.Value.Id, cancellationToken);
            await tiers.AfterMergeAsync(survivor, cancellationToken);
        }

        return merged;
    }

    private async Task<Outcome<MemberMerge>> TryAsync(
        MemberId survivor,
        MemberId duplicate,
        string by,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var members = await LoadAsync(survivor, duplicate, cancellationToken);
        var row = members.Find(member => member.Id == duplicate);
        if (row is { Status: MemberStatus.Merged } && row.MergedInto == survivor)
        {
            return await context
                .MemberMerges.Where(merge => merge.DuplicateId == duplicate && merge.UndoneAt == null)
                .SingleAsync(cancellationToken);
        }

        if (await WhyNotAsync(members, survivor, duplicate, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var now = clock.Instant();
        var programme = (await settings.CurrentAsync(cancellationToken)).Programme;
        var moved = await MovedRecords.OfAsync(context, duplicate, survivor, cancellationToken) with
        {
            HouseholdPlace = (await context.MergeHouseholdAsync(duplicate, survivor, now, cancellationToken))?.Value,
        };
        var merge = new MemberMerge
        {
            Id = Identifier.New<MergeId>(now),
            SurvivorId = survivor,
            DuplicateId = duplicate,
            StatusBefore = row!.Status,
            Moved = moved.ToJson(),
            MergedBy = by,
            MergedAt = now,
            UndoUntil = now.AddDays(programme.MergeUndoDays),
        };
        context.MemberMerges.Add(merge);
        context.AddStatusChange(row, MemberStatus.Merged, $"merged into {survivor}", by, now);
        (row.MergedInto, row.SettleAfter) = (survivor, now + SettlingTime);
        await moved.Wishes.ApplyAsync(context, survivor, now, cancellationToken);
        await context.EndFlagsAsync(outbox, duplicate, now, cancellationToken);
        await outbox.AddAsync(
            context,
            ClubEventType.MemberMerged,
            survivor,
            now,
            () => new ClubEventData.Merged(survivor.ToString(), duplicate.ToString()),
            cancellationToken
        );
        await context.SaveChangesAsync(cancellationToken);
        await MovedGatherings.SettleAsync(context, duplicate, survivor, now, cancellationToken);
        await moved.MoveAsync(context, duplicate, survivor, isReturn: false, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return merge;
    }

    private Task<List<Member>> LoadAsync(MemberId survivor, MemberId duplicate, CancellationToken cancellationToken) =>
        context.Members.Where(member => member.Id == survivor || member.Id == duplicate).ToListAsync(cancellationToken);

    private async Task<Refusal?> WhyNotAsync(
        List<Member> members,
        MemberId survivor,
        MemberId duplicate,
        CancellationToken cancellationToken
    )
    {
        if (survivor == duplicate)
        {
            return new Refusal.InvalidRequest("duplicate", "must be another member");
        }

        if (members.Find(member => member.Id == survivor) is not { } kept)
        {
            return MemberRefusals.NoSuchMember;
        }

        if (members.Find(member => member.Id == duplicate) is not { } gone)
        {
            return new Refusal.InvalidRequest("duplicate", "is not a member");
        }

        if (kept.Status is MemberStatus.Closed or MemberStatus.Merged)
        {
            return new NotMergeable(kept.Id, kept.Status);
        }

        if (!gone.Status.CanBecome(MemberStatus.Merged))
        {
            return new NotMergeable(gone.Id, gone.Status);
        }

        var held = await context
            .Wallets.Where(wallet => wallet.MemberId == duplicate && wallet.Held > 0)
            .SumAsync(wallet => wallet.Held, cancellationToken);
        return held > 0 ? new PointsRefusal.MergeHasHolds(held) : null;
    }

    public sealed record NotMergeable(MemberId Member, MemberStatus Status)
        : Refusal("member-not-mergeable", RefusalKind.Conflict, "A closed or merged account cannot be merged.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("member", Member), new("memberStatus", Status)];
    }
}

/// <param name="Moving">one a currency of the duplicate.</param>
/// <param name="ExternalIds">the systems whose ids move.</param>
/// <param name="Conflicts">systems in which both have an id: the duplicate's stays behind.</param>
/// <param name="Household">null for a duplicate who is in none.</param>
public sealed record MergePreview(
    IReadOnlyList<MergingPoints> Moving,
    int Cards,
    int Links,
    int SignIns,
    int Vehicles,
    IReadOnlyList<string> ExternalIds,
    IReadOnlyList<string> Conflicts,
    MergingHousehold? Household
);

/// <summary>What becomes of the duplicate's place in a household.</summary>
public enum MergingHousehold
{
    /// <summary>The survivor takes it.</summary>
    Taken,

    /// <summary>It ends: the survivor is in a household already.</summary>
    Left,
}

/// <param name="Duplicate">the balance that moves, less its arrears.</param>
/// <param name="Survivor">the balance that it is added to.</param>
/// <param name="Held">must be 0 for the merge.</param>
public sealed record MergingPoints(
    PointCurrencyCode Currency,
    long Duplicate,
    long Survivor,
    long Held,
    long Arrears,
    IReadOnlyList<LapsingPoints> Lapsing
);
