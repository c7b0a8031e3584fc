using Loyalty.Application.Offers;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <summary>A gathering, and how a member stands to it.</summary>
/// <param name="InvitedAt">null for somebody who was not invited.</param>
/// <param name="SignUp">null for somebody who never signed up.</param>
/// <param name="Position">on the waiting list, from 1; null for whoever does not wait.</param>
/// <param name="Missing">what the audience asks for and the member has not; empty for who was invited.</param>
/// <param name="AsOf">the instant of which this holds.</param>
public sealed record MemberGathering(
    Gathering Gathering,
    Seats Seats,
    DateTimeOffset? InvitedAt,
    GatheringSignUp? SignUp,
    int? Position,
    IReadOnlyList<string> Missing,
    bool MayBeWrittenTo,
    DateTimeOffset AsOf
)
{
    /// <summary>Why the member cannot sign up now; null for nothing.</summary>
    public SignUpObstacle? Obstacle =>
        Gathering.WhyNoMemberSignsUp(AsOf) switch
        {
            GatheringRefusal.NotOpenYet => SignUpObstacle.NotOpenYet,
            GatheringRefusal.SignUpClosed => SignUpObstacle.Closed,
            not null => SignUpObstacle.Over,
            _ => SignUp is { Status: not SignUpStatus.Cancelled } ? SignUpObstacle.SignedUp
            : !MayBeWrittenTo ? SignUpObstacle.AccountStatus
            : Missing.Count > 0 ? SignUpObstacle.NotForMember
            : Seats.Admit(1, Gathering.Definition.HasWaitingList) == Seating.Nothing ? SignUpObstacle.Full
            : null,
        };
}

/// <summary>What keeps a member from signing up.</summary>
public enum SignUpObstacle
{
    /// <summary>The gathering was cancelled or has been held.</summary>
    Over,

    /// <summary>Sign-up has not opened.</summary>
    NotOpenYet,

    /// <summary>Sign-up has closed.</summary>
    Closed,

    /// <summary>The member is signed up, or waits.</summary>
    SignedUp,

    /// <summary>The status of the account does not allow it.</summary>
    AccountStatus,

    /// <summary>The member does not meet what the gathering asks for.</summary>
    NotForMember,

    /// <summary>No place is left, and there is no waiting list.</summary>
    Full,
}

/// <summary>Finds the gatherings that a member may see: those to which the member was invited, for which the member is signed up, and the
/// published ones for whose audience the member is one.</summary>
public sealed class FindMemberGatherings(
    IDbContextFactory<LoyaltyDbContext> contexts,
    FindAudience audience,
    TimeProvider clock
)
{
    /// <summary>Those that have not ended, by when they begin; of cancelled ones only where the member was signed up.</summary>
    public async Task<IReadOnlyList<MemberGathering>> AheadAsync(Member member, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (now, id) = (clock.Instant(), member.Id);
        var rows = await context
            .Gatherings.AsNoTracking()
            .Where(one =>
                one.EndsAt > now
                && (
                    one.Status == GatheringStatus.Published
                    || (
                        one.Status == GatheringStatus.Cancelled
                        && context.GatheringSignUps.Any(row => row.GatheringId == one.Id && row.MemberId == id)
                    )
                )
            )
            .OrderBy(one => one.BeginsAt)
            .ThenBy(one => one.Id)
            .Take(PublishGathering.AheadMax * 2)
            .ToListAsync(cancellationToken);
        return await ReadAsync(context, rows, member, now, cancellationToken);
    }

    /// <returns>null where there is none that the member may see, whenever it was.</returns>
    public async Task<MemberGathering?> OneAsync(
        GatheringId gathering,
        Member member,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context
            .Gatherings.AsNoTracking()
            .Where(one => one.Id == gathering && one.Status != GatheringStatus.Draft)
            .ToListAsync(cancellationToken);
        var found = await ReadAsync(context, rows, member, clock.Instant(), cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    private async Task<IReadOnlyList<MemberGathering>> ReadAsync(
        LoyaltyDbContext context,
        List<Gathering> rows,
        Member member,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var (ids, id) = (rows.ConvertAll(one => one.Id), member.Id);
        var invited = await context
            .GatheringInvitations.Where(row => row.MemberId == id && ids.Contains(row.GatheringId))
            .ToDictionaryAsync(row => row.GatheringId, row => row.InvitedAt, cancellationToken);
        var own = await context
            .GatheringSignUps.AsNoTracking()
            .Where(row => row.MemberId == id && ids.Contains(row.GatheringId))
            .Select(row => new
            {
                SignUp = row,
                Position = context.GatheringSignUps.Count(other =>
                    other.GatheringId == row.GatheringId
                    && other.Status == SignUpStatus.Waiting
                    && other.Number <= row.Number
                ),
            })
            .ToDictionaryAsync(row => row.SignUp.GatheringId, cancellationToken);
        var taken = await context
            .GatheringSignUps.Where(row =>
                ids.Contains(row.GatheringId)
                && (row.Status == SignUpStatus.Confirmed || row.Status == SignUpStatus.Promoted)
            )
            .GroupBy(row => row.GatheringId)
            .Select(group => new { Gathering = group.Key, Taken = group.Sum(row => row.Guests + 1) })
            .ToDictionaryAsync(row => row.Gathering, row => row.Taken, cancellationToken);
        var facts = await audience.ReadAsync(
            context,
            [.. rows.Select(one => one.Definition.Audience)],
            [id],
            cancellationToken
        );
        var found = new List<MemberGathering>();
        foreach (var one in rows)
        {
            var signedUp = own.GetValueOrDefault(one.Id);
            var isInvited = invited.TryGetValue(one.Id, out var at);
            IReadOnlyList<string> missing = isInvited ? [] : one.Definition.Audience.Missing(facts[id]);
            if (signedUp is null && (missing.Count > 0 || (!isInvited && one.Status != GatheringStatus.Published)))
            {
                continue;
            }

            found.Add(
                new MemberGathering(
                    one,
                    new Seats(one.Definition.Places, taken.GetValueOrDefault(one.Id)),
                    isInvited ? at : null,
                    signedUp?.SignUp,
                    signedUp?.SignUp.Status == SignUpStatus.Waiting ? signedUp.Position : null,
                    missing,
                    member.Status.Allows(MemberOperation.Message),
                    now
                )
            );
        }

        return found;
    }
}
