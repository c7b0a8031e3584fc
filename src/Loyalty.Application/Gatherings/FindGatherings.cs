using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <summary>Which gatherings are wanted; what is given must all hold.</summary>
/// <param name="From">those that begin then or later.</param>
/// <param name="Until">those that begin earlier.</param>
public sealed record GatheringWish(GatheringStatus? Status, string? Code, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>Which sign-ups of a gathering are wanted; what is given must all hold.</summary>
public sealed record SignUpWish(SignUpStatus? Status, MemberId? Member, bool? Attended);

/// <summary>How many were invited, and what came of it.</summary>
/// <param name="Invited">members.</param>
/// <param name="Answered">invited members who have signed up, whatever became of it.</param>
/// <param name="SignedUp">members who have a place.</param>
/// <param name="PlacesTaken">by them and their guests.</param>
/// <param name="Waiting">members on the waiting list.</param>
/// <param name="Cancelled">members whose sign-up was taken back.</param>
/// <param name="Attended">members who came.</param>
/// <param name="Absent">members who had a place and did not come.</param>
public sealed record GatheringFigures(
    int Invited,
    int Answered,
    int SignedUp,
    int PlacesTaken,
    int Waiting,
    int Cancelled,
    int Attended,
    int Absent
);

/// <summary>Reads gatherings and sign-ups for staff. Lists give up to one more than the limit, which tells that there is a next
/// page.</summary>
public sealed class FindGatherings(LoyaltyDbContext context)
{
    /// <param name="after">where the page before ended; null for the first page.</param>
    /// <returns>by when they begin.</returns>
    public Task<List<Gathering>> ListAsync(
        GatheringWish wish,
        (DateTimeOffset BeginsAt, GatheringId Id)? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var rows = context.Gatherings.AsNoTracking();
        if (wish.Status is { } status)
        {
            rows = rows.Where(row => row.Status == status);
        }

        if (wish.Code is { } code)
        {
            rows = rows.Where(row => row.Code == code);
        }

        if (wish.From is { } from)
        {
            rows = rows.Where(row => row.BeginsAt >= from);
        }

        if (wish.Until is { } until)
        {
            rows = rows.Where(row => row.BeginsAt < until);
        }

        if (after is var (at, id))
        {
            rows = rows.Where(row => row.BeginsAt > at || (row.BeginsAt == at && row.Id > id));
        }

        return rows.OrderBy(row => row.BeginsAt).ThenBy(row => row.Id).Take(limit + 1).ToListAsync(cancellationToken);
    }

    public async Task<Outcome<Gathering>> OneAsync(GatheringId id, CancellationToken cancellationToken) =>
        await context.Gatherings.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is { } found
            ? found
            : new Refusal.NoSuch("gathering");

    /// <param name="after">where the page before ended; null for the first page.</param>
    /// <returns>in the order in which members signed up.</returns>
    public async Task<Outcome<List<GatheringSignUp>>> SignUpsAsync(
        GatheringId gathering,
        SignUpWish wish,
        (long Number, SignUpId Id)? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (!await context.Gatherings.AnyAsync(row => row.Id == gathering, cancellationToken))
        {
            return new Refusal.NoSuch("gathering");
        }

        var rows = context.GatheringSignUps.AsNoTracking().Where(row => row.GatheringId == gathering);
        if (wish.Status is { } status)
        {
            rows = rows.Where(row => row.Status == status);
        }

        if (wish.Member is { } member)
        {
            rows = rows.Where(row => row.MemberId == member);
        }

        if (wish.Attended is { } attended)
        {
            rows = rows.Where(row => row.Attended == attended);
        }

        if (after is var (number, id))
        {
            rows = rows.Where(row => row.Number > number || (row.Number == number && row.Id > id));
        }

        return await rows.OrderBy(row => row.Number)
            .ThenBy(row => row.Id)
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
    }

    public async Task<Outcome<GatheringSignUp>> SignUpAsync(SignUpId id, CancellationToken cancellationToken) =>
        await context.GatheringSignUps.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken)
            is { } found
            ? found
            : new Refusal.NoSuch("gathering sign-up");

    public async Task<Outcome<GatheringFigures>> FiguresAsync(GatheringId id, CancellationToken cancellationToken)
    {
        if (!await context.Gatherings.AnyAsync(row => row.Id == id, cancellationToken))
        {
            return new Refusal.NoSuch("gathering");
        }

        var invitations = context.GatheringInvitations.Where(row => row.GatheringId == id);
        var groups = await context
            .GatheringSignUps.Where(row => row.GatheringId == id)
            .GroupBy(row => new { row.Status, row.Attended })
            .Select(group => new
            {
                group.Key.Status,
                group.Key.Attended,
                Members = group.Count(),
                Guests = group.Sum(row => row.Guests),
            })
            .ToListAsync(cancellationToken);
        var placed = groups.FindAll(one => one.Status is SignUpStatus.Confirmed or SignUpStatus.Promoted);
        return new GatheringFigures(
            await invitations.CountAsync(cancellationToken),
            await invitations.CountAsync(row => row.AnsweredAt != null, cancellationToken),
            placed.Sum(one => one.Members),
            placed.Sum(one => one.Members + one.Guests),
            groups.Where(one => one.Status == SignUpStatus.Waiting).Sum(one => one.Members),
            groups.Where(one => one.Status == SignUpStatus.Cancelled).Sum(one => one.Members),
            placed.Where(one => one.Attended == true).Sum(one => one.Members),
            placed.Where(one => one.Attended == false).Sum(one => one.Members)
        );
    }
}
