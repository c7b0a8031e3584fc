using Loyalty.Application.Events;
using Loyalty.Domain.Events;
using Loyalty.Domain.Gatherings;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <summary>Who has a place at a gathering. Only within <see cref="GatheringChanges.InTurnAsync"/> does the answer stay true.</summary>
internal static class GatheringPlaces
{
    private const int PageSize = 500;

    public static IQueryable<GatheringSignUp> SignUpsWithPlace(this LoyaltyDbContext context, GatheringId gathering) =>
        context.GatheringSignUps.Where(row =>
            row.GatheringId == gathering
            && (row.Status == SignUpStatus.Confirmed || row.Status == SignUpStatus.Promoted)
        );

    /// <summary>As they are written; what the context has not saved does not count.</summary>
    public static async Task<Seats> SeatsOfAsync(
        this LoyaltyDbContext context,
        Gathering gathering,
        CancellationToken cancellationToken
    ) =>
        new(
            gathering.Definition.Places,
            await context.SignUpsWithPlace(gathering.Id).SumAsync(row => row.Guests + 1, cancellationToken)
        );

    /// <summary>Saves what was changed, and gives what is free to those who wait, the first whose party fits first; each is told by an
    /// event, which the caller saves.</summary>
    /// <returns>how many sign-ups were promoted.</returns>
    public static async Task<int> FillPlacesAsync(
        this LoyaltyDbContext context,
        Gathering gathering,
        EventOutbox outbox,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await context.SaveChangesAsync(cancellationToken);
        if (!gathering.GivesPlacesAt(now))
        {
            return 0;
        }

        var seats = await context.SeatsOfAsync(gathering, cancellationToken);
        var (count, after) = (0, long.MinValue);
        while (seats.Free is not 0)
        {
            var roomMax = seats.Free ?? int.MaxValue;
            var page = await context
                .GatheringSignUps.AsTracking()
                .Where(row =>
                    row.GatheringId == gathering.Id
                    && row.Status == SignUpStatus.Waiting
                    && row.Number > after
                    && row.Guests < roomMax
                )
                .OrderBy(row => row.Number)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            var promoted = seats.Promote(page, row => row.Party, out seats);
            foreach (var signUp in promoted)
            {
                signUp.Promote(now);
                await outbox.AddAsync(
                    context,
                    ClubEventType.GatheringPromoted,
                    signUp.MemberId,
                    now,
                    () => ClubEventData.Of(signUp),
                    cancellationToken
                );
            }

            count += promoted.Count;
            if (page.Count < PageSize)
            {
                break;
            }

            after = page[^1].Number;
        }

        return count;
    }
}
