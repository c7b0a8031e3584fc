using Loyalty.Application.Events;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <summary>Gives places on that nobody gave back: those of accounts that were closed, and what an erasure or a merge left free. Also says
/// which gatherings have been held.</summary>
public sealed class ReleasePlaces(IDbContextFactory<LoyaltyDbContext> contexts, EventOutbox outbox, TimeProvider clock)
{
    private const int PageSize = 200;

    /// <returns>how many sign-ups were ended or promoted, and gatherings held.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        List<GatheringId> open;
        List<GatheringId> ended;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            ended = await context
                .Gatherings.Where(one => one.Status == GatheringStatus.Published && one.EndsAt <= now)
                .OrderBy(one => one.EndsAt)
                .Select(one => one.Id)
                .ToListAsync(cancellationToken);
            open = await FindAsync(context, now, cancellationToken);
        }

        var done = 0;
        foreach (var id in open)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var released = await context.InTurnAsync(
                id,
                gathering => ReleaseAsync(context, gathering, cancellationToken),
                cancellationToken
            );
            done += released.Refusal is null ? released.Value : 0;
        }

        foreach (var id in ended)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var held = await context.InTurnAsync(
                id,
                gathering => Task.FromResult<Outcome<bool>>(gathering.Hold(clock.Instant())),
                cancellationToken
            );
            done += held.Refusal is null && held.Value ? 1 : 0;
        }

        return done;
    }

    /// <summary>Gatherings ahead in which somebody has a place who is no member any more, or waits for whom there may be room.</summary>
    private static async Task<List<GatheringId>> FindAsync(
        LoyaltyDbContext context,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var ahead = context
            .Gatherings.AsNoTracking()
            .Where(one => one.Status == GatheringStatus.Published && one.EndsAt > now && one.BeginsAt > now);
        var left = await ahead
            .Where(one => Left(context).Any(row => row.GatheringId == one.Id))
            .Select(one => one.Id)
            .ToListAsync(cancellationToken);
        var waited = await ahead
            .Where(one =>
                context.GatheringSignUps.Any(row => row.GatheringId == one.Id && row.Status == SignUpStatus.Waiting)
            )
            .Select(one => new
            {
                Gathering = one,
                Taken = context
                    .GatheringSignUps.Where(row =>
                        row.GatheringId == one.Id
                        && (row.Status == SignUpStatus.Confirmed || row.Status == SignUpStatus.Promoted)
                    )
                    .Sum(row => row.Guests + 1),
                Smallest = context
                    .GatheringSignUps.Where(row => row.GatheringId == one.Id && row.Status == SignUpStatus.Waiting)
                    .Min(row => row.Guests + 1),
            })
            .ToListAsync(cancellationToken);
        var free = waited
            .Where(one => new Seats(one.Gathering.Definition.Places, one.Taken).HasRoomFor(one.Smallest))
            .Select(one => one.Gathering.Id);
        return [.. left.Union(free)];
    }

    private static IQueryable<GatheringSignUp> Left(LoyaltyDbContext context) =>
        context.GatheringSignUps.Where(row =>
            row.Status != SignUpStatus.Cancelled
            && context.Members.Any(member =>
                member.Id == row.MemberId
                && (member.Status == MemberStatus.Closed || member.Status == MemberStatus.Merged)
            )
        );

    private async Task<Outcome<int>> ReleaseAsync(
        LoyaltyDbContext context,
        Gathering gathering,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        if (!gathering.GivesPlacesAt(now))
        {
            return 0;
        }

        var gone = await Left(context)
            .AsTracking()
            .Where(row => row.GatheringId == gathering.Id)
            .OrderBy(row => row.Number)
            .Take(PageSize)
            .ToListAsync(cancellationToken);
        gone.ForEach(signUp => signUp.Cancel(SignUpCanceller.Account, now));
        return gone.Count + await context.FillPlacesAsync(gathering, outbox, now, cancellationToken);
    }
}
