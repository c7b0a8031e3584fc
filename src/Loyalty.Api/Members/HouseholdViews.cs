using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Members;

/// <param name="Name">at most 60 characters.</param>
/// <param name="Organiser">the first member: shares all points and may spend.</param>
/// <param name="Members">the others, at most nine.</param>
public sealed record NewHouseholdRequest(
    string Name,
    MemberId Organiser,
    IReadOnlyList<HouseholdMemberData>? Members = null
);

/// <param name="Name">at most 60 characters.</param>
/// <param name="Organiser">one of the members.</param>
public sealed record HouseholdRequest(string Name, MemberId Organiser);

/// <param name="SharePercent">what of the member's available points the others may spend: 0 to 100; null for 100.</param>
/// <param name="MaySpend">whether the member may spend what the others share.</param>
public sealed record HouseholdMemberRequest(int? SharePercent = null, bool MaySpend = false);

/// <summary>A few members who let each other spend their points.</summary>
/// <param name="Organiser">who invites, takes out and decides who may spend; null once the household has ended.</param>
/// <param name="EndedAt">when the last member left; null while it goes on.</param>
/// <param name="Places">members and invitations, ended ones too, the earliest first.</param>
public sealed record HouseholdView(
    HouseholdId Id,
    string Name,
    MemberId? Organiser,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    IReadOnlyList<HouseholdPlaceView> Places
)
{
    internal static HouseholdView Of(Household household) =>
        new(
            household.Id,
            household.Name,
            household.OrganiserId,
            household.CreatedAt,
            household.EndedAt,
            [
                .. household
                    .Places.OrderBy(place => place.InvitedAt)
                    .ThenBy(place => place.Id.Value)
                    .Select(HouseholdPlaceView.Of),
            ]
        );
}

/// <summary>One member's time in a household, from the invitation on.</summary>
/// <param name="SharePercent">what of the member's available points the others may spend.</param>
/// <param name="MaySpend">whether the member may spend what the others share.</param>
/// <param name="InvitedBy">the organiser's id, or the staff account.</param>
/// <param name="JoinedAt">null while the invitation is not accepted.</param>
/// <param name="EndedAt">null while the member is in it, or invited.</param>
/// <param name="Ending">how it ended; null as long as <paramref name="EndedAt"/> is.</param>
public sealed record HouseholdPlaceView(
    MemberId Member,
    int SharePercent,
    bool MaySpend,
    DateTimeOffset InvitedAt,
    string InvitedBy,
    DateTimeOffset? JoinedAt,
    DateTimeOffset? EndedAt,
    HouseholdEnding? Ending
)
{
    internal static HouseholdPlaceView Of(HouseholdPlace place) =>
        new(
            place.MemberId,
            place.SharePercent,
            place.MaySpend,
            place.InvitedAt,
            place.InvitedBy,
            place.JoinedAt,
            place.EndedAt,
            place.Ending
        );
}

/// <summary>The household that a member is in, and what the member can spend in it.</summary>
/// <param name="Household">with members and open invitations.</param>
/// <param name="Pools">one for each redeemable currency of the club.</param>
public sealed record MemberHouseholdView(HouseholdView Household, IReadOnlyList<PoolView> Pools)
{
    internal static MemberHouseholdView Of(Household household, MemberPools? pools) =>
        new(
            HouseholdView.Of(household),
            [
                .. (pools?.Pools ?? new Dictionary<PointCurrencyCode, HouseholdPool>())
                    .OrderBy(pool => pool.Key.Value, StringComparer.Ordinal)
                    .Select(pool => new PoolView(pool.Key, pool.Value.Available, pool.Value.Own)),
            ]
        );
}

/// <param name="Available">what a redemption from the household can take: the own points and what the others share. The own points
/// alone for a member who may not spend what the others share.</param>
/// <param name="Own">the member's own points that can be spent now.</param>
public sealed record PoolView(PointCurrencyCode Currency, long Available, long Own);
