using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Households as operations load and save them. Every change of a place counts the household's version up: two changes at
/// once meet there, and whoever spends its points notices them.</summary>
internal static class HouseholdRows
{
    /// <summary>With its members and open invitations, to be changed. Null when there is none.</summary>
    public static Task<Household?> LoadHouseholdAsync(
        this LoyaltyDbContext context,
        HouseholdId id,
        CancellationToken cancellationToken
    ) =>
        context
            .Households.Include(household => household.Places.Where(place => place.EndedAt == null))
            .FirstOrDefaultAsync(household => household.Id == id, cancellationToken);

    /// <summary>The household that the member is in; null for none.</summary>
    public static Task<HouseholdId?> HouseholdOfAsync(
        this LoyaltyDbContext context,
        MemberId member,
        CancellationToken cancellationToken
    ) =>
        context
            .HouseholdPlaces.Where(place => place.MemberId == member && place.JoinedAt != null && place.EndedAt == null)
            .Select(place => (HouseholdId?)place.HouseholdId)
            .FirstOrDefaultAsync(cancellationToken);

    public static Task<int> SaveHouseholdAsync(
        this LoyaltyDbContext context,
        Household household,
        CancellationToken cancellationToken
    )
    {
        context.CountUp(household);
        return context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Ends the member's place and invitations, for whoever saves afterwards.</summary>
    public static async Task EndHouseholdPlacesAsync(
        this LoyaltyDbContext context,
        MemberId member,
        HouseholdEnding ending,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        foreach (var (household, place) in await context.OpenPlacesAsync(member, cancellationToken))
        {
            household.End(place, ending, now);
            context.CountUp(household);
        }
    }

    /// <summary>The survivor of a merge takes the duplicate's place, unless it is in a household itself. Saves the rest of what
    /// changes.</summary>
    /// <returns>the place that goes on as the survivor's; null for none.</returns>
    public static async Task<HouseholdPlaceId?> MergeHouseholdAsync(
        this LoyaltyDbContext context,
        MemberId duplicate,
        MemberId survivor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var isFree = await context.HouseholdOfAsync(survivor, cancellationToken) is null;
        HouseholdPlaceId? passed = null;
        foreach (var (household, place) in await context.OpenPlacesAsync(duplicate, cancellationToken))
        {
            context.CountUp(household);
            if (!isFree || !place.IsIn)
            {
                household.End(place, HouseholdEnding.Merged, now);
                continue;
            }

            // The survivor's invitation to the same household first: two open places there are one too many.
            if (household.OpenPlaceOf(survivor) is { } invited)
            {
                household.End(invited, HouseholdEnding.Merged, now);
                await context.SaveChangesAsync(cancellationToken);
            }

            household.Pass(place, survivor);
            passed = place.Id;
        }

        return passed;
    }

    /// <summary>Gives the place back with the undoing of a merge, if the survivor still has it.</summary>
    public static async Task PassBackAsync(
        this LoyaltyDbContext context,
        HouseholdPlaceId id,
        MemberId survivor,
        MemberId duplicate,
        CancellationToken cancellationToken
    )
    {
        var passed = (await context.OpenPlacesAsync(survivor, cancellationToken)).Find(one => one.Place.Id == id);
        if (passed.Place is not null)
        {
            passed.Household.Pass(passed.Place, duplicate);
            context.CountUp(passed.Household);
        }
    }

    private static async Task<List<(Household Household, HouseholdPlace Place)>> OpenPlacesAsync(
        this LoyaltyDbContext context,
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        var ids = await context
            .HouseholdPlaces.Where(place => place.MemberId == member && place.EndedAt == null)
            .Select(place => place.HouseholdId)
            .ToListAsync(cancellationToken);
        var found = new List<(Household, HouseholdPlace)>();
        foreach (var id in ids)
        {
            var household = await context.LoadHouseholdAsync(id, cancellationToken);
            if (household?.OpenPlaceOf(member) is { } place)
            {
                found.Add((household, place));
            }
        }

        return found;
    }

    // A new one counts itself.
    private static void CountUp(this LoyaltyDbContext context, Household household)
    {
        var entry = context.Entry(household);
        if (entry.State == EntityState.Unchanged)
        {
            entry.State = EntityState.Modified;
        }
    }
}
