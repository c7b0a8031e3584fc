using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>An invitation that the member can accept.</summary>
/// <param name="InvitedBy">who organises the household now.</param>
public sealed record HouseholdInvitation(HouseholdPlace Place, string Household, PersonName? InvitedBy);

/// <summary>Reads households. Never tracked: what is read here is not changed.</summary>
public sealed class FindHouseholds(LoyaltyDbContext context)
{
    /// <summary>A member has seldom more than one; a bound for what is shown of a lifetime.</summary>
    private const int RowsMax = 200;

    /// <summary>With all its places, ended ones too.</summary>
    public async Task<Outcome<Household>> FindAsync(HouseholdId id, CancellationToken cancellationToken) =>
        await context
            .Households.AsNoTracking()
            .Include(household => household.Places.OrderByDescending(place => place.InvitedAt).Take(RowsMax))
            .FirstOrDefaultAsync(household => household.Id == id, cancellationToken)
            is { } found
            ? found
            : new Refusal.NoSuch("household");

    /// <summary>The one that the member is in, with its members and open invitations; null for none.</summary>
    public async Task<Household?> OfMemberAsync(MemberId member, CancellationToken cancellationToken) =>
        await context.HouseholdOfAsync(member, cancellationToken) is { } id
            ? await context
                .Households.AsNoTracking()
                .Include(household => household.Places.Where(place => place.EndedAt == null))
                .FirstOrDefaultAsync(household => household.Id == id, cancellationToken)
            : null;

    /// <summary>All households that the member was in or invited to, the latest first, each with the member's own places alone.</summary>
    public async Task<IReadOnlyList<Household>> HistoryAsync(MemberId member, CancellationToken cancellationToken)
    {
        var households = await context
            .Households.AsNoTracking()
            .Where(household => household.Places.Any(place => place.MemberId == member))
            .Include(household => household.Places.Where(place => place.MemberId == member))
            .OrderByDescending(household => household.Id)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);
        return [.. households.OrderByDescending(household => household.Places.Max(place => place.InvitedAt))];
    }

    /// <summary>Those that wait for the member's answer, the latest first.</summary>
    public async Task<IReadOnlyList<HouseholdInvitation>> InvitationsAsync(
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        var places = await context
            .HouseholdPlaces.AsNoTracking()
            .Where(place => place.MemberId == member && place.JoinedAt == null && place.EndedAt == null)
            .OrderByDescending(place => place.InvitedAt)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);
        var ids = places.Select(place => place.HouseholdId).ToArray();
        var households = await context
            .Households.AsNoTracking()
            .Where(household => ids.Contains(household.Id))
            .ToDictionaryAsync(household => household.Id, cancellationToken);
        var names = await NamesAsync(
            [.. households.Values.Select(one => one.OrganiserId).OfType<MemberId>()],
            cancellationToken
        );
        return
        [
            .. places.Select(place => new HouseholdInvitation(
                place,
                households[place.HouseholdId].Name,
                households[place.HouseholdId].OrganiserId is { } organiser ? names.GetValueOrDefault(organiser) : null
            )),
        ];
    }

    public async Task<IReadOnlyDictionary<MemberId, PersonName>> NamesAsync(
        IReadOnlyCollection<MemberId> members,
        CancellationToken cancellationToken
    ) =>
        (
            await context
                .Members.AsNoTracking()
                .Where(member => members.Contains(member.Id))
                .ToListAsync(cancellationToken)
        ).ToDictionary(member => member.Id, member => member.Name);
}
