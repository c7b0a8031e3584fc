using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Sign-ups for gatherings, and invitations, go with a merge as far as the survivor has none of the gathering. Where both are
/// signed up the survivor gets the better standing, and the other sign-up is cancelled, for good.</summary>
/// <param name="SignUps">by their ids.</param>
/// <param name="Invitations">by the gatherings' ids.</param>
internal sealed record MovedGatherings(IReadOnlyList<Guid> SignUps, IReadOnlyList<Guid> Invitations)
{
    public static async Task<MovedGatherings> OfAsync(
        LoyaltyDbContext context,
        MemberId duplicate,
        MemberId survivor,
        CancellationToken cancellationToken
    )
    {
        var signUps = await context
            .GatheringSignUps.Where(row =>
                row.MemberId == duplicate
                && !context.GatheringSignUps.Any(other =>
                    other.MemberId == survivor && other.GatheringId == row.GatheringId
                )
            )
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        var invitations = await context
            .GatheringInvitations.Where(row =>
                row.MemberId == duplicate
                && !context.GatheringInvitations.Any(other =>
                    other.MemberId == survivor && other.GatheringId == row.GatheringId
                )
            )
            .Select(row => row.GatheringId)
            .ToListAsync(cancellationToken);
        return new MovedGatherings(signUps.ConvertAll(id => id.Value), invitations.ConvertAll(id => id.Value));
    }

    public async Task MoveAsync(
        LoyaltyDbContext context,
        MemberId from,
        MemberId to,
        CancellationToken cancellationToken
    )
    {
        var ids = SignUps.Select(SignUpId.From).ToArray();
        await context
            .GatheringSignUps.Where(row =>
                row.MemberId == from
                && ids.Contains(row.Id)
                && !context.GatheringSignUps.Any(other => other.MemberId == to && other.GatheringId == row.GatheringId)
            )
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(signUp => signUp.MemberId, to)
                        .SetProperty(signUp => signUp.Version, signUp => signUp.Version + 1),
                cancellationToken
            );
        var gatherings = Invitations.Select(GatheringId.From).ToArray();
        await context
            .GatheringInvitations.Where(row =>
                row.MemberId == from
                && gatherings.Contains(row.GatheringId)
                && !context.GatheringInvitations.Any(other =>
                    other.MemberId == to && other.GatheringId == row.GatheringId
                )
            )
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.MemberId, to), cancellationToken);
    }

    /// <summary>Of two sign-ups for one gathering the better one becomes the survivor's. What the other held is given on soon.</summary>
    public static async Task SettleAsync(
        LoyaltyDbContext context,
        MemberId duplicate,
        MemberId survivor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var theirs = await context
            .GatheringSignUps.AsTracking()
            .Where(row => row.MemberId == duplicate)
            .ToListAsync(cancellationToken);
        var gatherings = theirs.ConvertAll(row => row.GatheringId);
        var own = await context
            .GatheringSignUps.AsTracking()
            .Where(row => row.MemberId == survivor && gatherings.Contains(row.GatheringId))
            .ToListAsync(cancellationToken);
        foreach (var kept in own)
        {
            var other = theirs.Find(row => row.GatheringId == kept.GatheringId)!;
            if (other.IsBetterThan(kept))
            {
                kept.Exchange(other);
            }

            other.Cancel(SignUpCanceller.Account, now);
        }

        await context.SaveChangesAsync(cancellationToken);
    }
}
