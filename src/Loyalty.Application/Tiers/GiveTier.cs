using Loyalty.Application.Events;
using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

/// <param name="LastDay">on which it holds, in the programme's zone.</param>
/// <param name="By">the subject of the member of staff.</param>
public sealed record GiveTierRequest(
    MemberId Member,
    string? Tier,
    DateOnly? LastDay,
    ManualTierReason? Reason,
    string? Note,
    string By
);

/// <summary>Gives a member a tier by hand, for a time: until its end the higher of it and the earned one holds, after it the earned
/// one. One at a time in a set.</summary>
public sealed class GiveTier(
    LoyaltyDbContext context,
    ProgrammeSettings settings,
    EventOutbox outbox,
    TimeProvider clock
)
{
    public Task<Outcome<MemberTier>> ExecuteAsync(GiveTierRequest request, CancellationToken cancellationToken) =>
        context.OnLostRacesAsync(() => TryAsync(request, cancellationToken));

    /// <summary>Ends it now, before its time.</summary>
    public Task<Outcome<MemberTier>> EndAsync(
        MemberId member,
        MemberTierId id,
        string by,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync<MemberTier>(async () =>
        {
            var row = await context
                .MemberTiers.AsTracking()
                .FirstOrDefaultAsync(row => row.Id == id && row.MemberId == member && row.IsManual, cancellationToken);
            if (row is null)
            {
                return new Refusal.NoSuch("manual tier");
            }

            var now = clock.Instant();
            if (!row.HoldsAt(now))
            {
                return new IsOver();
            }

            row.End(now);
            row.EndedBy = by;
            await outbox.TellEndAsync(context, row, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
            return row;
        });

    private async Task<Outcome<MemberTier>> TryAsync(GiveTierRequest request, CancellationToken cancellationToken)
    {
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var now = clock.Instant();
        var today = now.DayIn(zone);
        var errors = new FieldErrors();
        errors.Check(TierCode.TryParse(request.Tier, out var code), "tier", "must be the code of a tier");
        errors.Check(request.LastDay is not null, "lastDay", "is required: a tier given by hand ends");
        errors.Day("lastDay", request.LastDay, today, today.AddYears(TierBounds.ManualYearsMax));
        errors.Check(request.Reason is not null, "reason", "is required");
        var note = errors.Optional("note", request.Note, TierBounds.NoteLengthMax);
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        var member = await context
            .Members.AsNoTracking()
            .FirstOrDefaultAsync(member => member.Id == request.Member, cancellationToken);
        if (member is null)
        {
            return MemberRefusals.NoSuchMember;
        }

        if (member.Status == MemberStatus.Closed)
        {
            return new MemberRefusals.MemberClosed();
        }

        var sets = await context
            .TierSets.AsNoTracking()
            .Where(set => set.Status == TierSetStatus.Active)
            .ToListAsync(cancellationToken);
        if (sets.Find(set => set.Definition!.RankOf(code) >= 0) is not { } found)
        {
            return new Refusal.InvalidRequest("tier", "is not a tier of a set in force");
        }

        var known = await context
            .MemberTiers.AsNoTracking()
            .Where(row => row.MemberId == request.Member && row.TierSet == found.Code && row.IsManual)
            .OrderByDescending(row => row.Number)
            .FirstOrDefaultAsync(cancellationToken);
        if (known?.HoldsAt(now) == true)
        {
            return new IsThere(known.Id);
        }

        var given = new MemberTier
        {
            Id = Identifier.New<MemberTierId>(now),
            MemberId = request.Member,
            TierSet = found.Code,
            IsManual = true,
            Number = (known?.Number ?? 0) + 1,
            Tier = code,
            Rank = found.Definition!.RankOf(code),
            From = now,
            Until = request.LastDay!.Value.AddDays(1).StartIn(zone),
            Cause = MemberTierCause.Manual,
            Explanation = new TierExplanation { SetVersion = found.Number }.ToJson(),
            Reason = request.Reason,
            Note = note,
            GivenBy = request.By,
        };
        context.MemberTiers.Add(given);
        await outbox.TellTierAsync(context, request.Member, before: null, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        return given;
    }

    public sealed record IsThere(MemberTierId ManualTier)
        : Refusal(
            "manual-tier-exists",
            RefusalKind.Conflict,
            "The member has a tier of this set that was given by hand. End it first."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("manualTier", ManualTier)];
    }

    public sealed record IsOver()
        : Refusal("manual-tier-over", RefusalKind.Conflict, "The tier that was given by hand has ended already.");
}
