using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>Counts the printed copies of one issue that households get, page by page.</summary>
internal sealed class HouseholdCopies
{
    private readonly int? limit;
    private readonly Dictionary<MemberId, HouseholdId> householdOf = [];
    private readonly Dictionary<HouseholdId, int> taken = [];

    private HouseholdCopies(int? limit) => this.limit = limit;

    public static async Task<HouseholdCopies> ReadAsync(
        LoyaltyDbContext context,
        PublicationDefinition definition,
        IssueId issue,
        MemberId[] members,
        CancellationToken cancellationToken
    )
    {
        var copies = new HouseholdCopies(definition.CopiesPerHousehold);
        if (copies.limit is null)
        {
            return copies;
        }

        var places = await context
            .HouseholdPlaces.Where(place =>
                members.Contains(place.MemberId) && place.JoinedAt != null && place.EndedAt == null
            )
            .Select(place => new { place.MemberId, place.HouseholdId })
            .ToListAsync(cancellationToken);
        foreach (var place in places)
        {
            copies.householdOf[place.MemberId] = place.HouseholdId;
        }

        var households = copies.householdOf.Values.Distinct().ToArray();
        var served = await context
            .MagazineCopies.Where(copy =>
                copy.IssueId == issue && copy.HouseholdId != null && households.Contains(copy.HouseholdId.Value)
            )
            .GroupBy(copy => copy.HouseholdId)
            .Select(group => new { group.Key, Last = group.Max(copy => copy.HouseholdPlace) })
            .ToListAsync(cancellationToken);
        foreach (var one in served)
        {
            copies.taken[one.Key!.Value] = one.Last!.Value + 1;
        }

        return copies;
    }

    /// <summary>Takes one for the member.</summary>
    /// <param name="share">the household's and which of its copies; null where nobody counts.</param>
    /// <returns>false when the household has had its copies.</returns>
    public bool Take(MemberId member, out (HouseholdId Household, int Place)? share)
    {
        share = null;
        if (limit is null || !householdOf.TryGetValue(member, out var household))
        {
            return true;
        }

        var place = taken.GetValueOrDefault(household);
        if (place >= limit)
        {
            return false;
        }

        taken[household] = place + 1;
        share = (household, place);
        return true;
    }
}
