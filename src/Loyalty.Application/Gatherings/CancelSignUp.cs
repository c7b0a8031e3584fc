using Loyalty.Application.Events;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <summary>Takes a sign-up back; in the same transaction its places go to those who wait. Cancelling what is cancelled changes
/// nothing.</summary>
public sealed class CancelSignUp(LoyaltyDbContext context, EventOutbox outbox, TimeProvider clock)
{
    /// <summary>By the member, until the gathering begins.</summary>
    public Task<Outcome<GatheringSignUp>> OfMemberAsync(
        GatheringId id,
        MemberId member,
        CancellationToken cancellationToken
    ) =>
        context.InTurnAsync(
            id,
            async gathering =>
            {
                var signUp = await context
                    .GatheringSignUps.AsTracking()
                    .FirstOrDefaultAsync(row => row.GatheringId == id && row.MemberId == member, cancellationToken);
                return signUp is null ? new Refusal.NoSuch("gathering sign-up")
                    : gathering.Status != GatheringStatus.Published ? new GatheringRefusal.IsOver(gathering.Status)
                    : clock.Instant() >= gathering.BeginsAt ? new GatheringRefusal.HasBegun(gathering.BeginsAt)
                    : await CancelAsync(gathering, signUp, SignUpCanceller.Member, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>By staff; the member is told by an event.</summary>
    /// <param name="version">that the caller read.</param>
    public async Task<Outcome<GatheringSignUp>> ByStaffAsync(
        SignUpId id,
        long version,
        CancellationToken cancellationToken
    )
    {
        var of = await context
            .GatheringSignUps.Where(row => row.Id == id)
            .Select(row => (GatheringId?)row.GatheringId)
            .FirstOrDefaultAsync(cancellationToken);
        return of is null
            ? new Refusal.NoSuch("gathering sign-up")
            : await context.InTurnAsync(
                of.Value,
                async gathering =>
                {
                    var signUp = await context
                        .GatheringSignUps.AsTracking()
                        .FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
                    return signUp is null ? new Refusal.NoSuch("gathering sign-up")
                        : signUp.Version != version ? new Refusal.StaleVersion()
                        : gathering.Status != GatheringStatus.Published ? new GatheringRefusal.IsOver(gathering.Status)
                        : await CancelAsync(gathering, signUp, SignUpCanceller.Staff, cancellationToken);
                },
                cancellationToken
            );
    }

    private async Task<Outcome<GatheringSignUp>> CancelAsync(
        Gathering gathering,
        GatheringSignUp signUp,
        SignUpCanceller by,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        if (!signUp.Cancel(by, now))
        {
            return signUp;
        }

        if (by == SignUpCanceller.Staff)
        {
            await outbox.AddAsync(
                context,
                ClubEventType.GatheringCancelled,
                signUp.MemberId,
                now,
                () => ClubEventData.OfCancelled(signUp),
                cancellationToken
            );
        }

        await context.FillPlacesAsync(gathering, outbox, now, cancellationToken);
        return signUp;
    }
}
