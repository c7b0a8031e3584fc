using Loyalty.Api.Http;
using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Members;

/// <summary>A household as one of its members sees it.</summary>
/// <param name="Viewer">who sees it.</param>
/// <param name="Names">of those who are in it.</param>
public sealed record HouseholdOfMember(
    Household Household,
    MemberId Viewer,
    IReadOnlyDictionary<MemberId, PersonName> Names
);

/// <summary>A member's household, and the invitations to one.</summary>
[ObjectType<Member>(BindExplicitly = true)]
public static class MemberHouseholds
{
    /// <summary>The household that the member is in; null for none.</summary>
    public static Task<HouseholdOfMember?> GetHouseholdAsync(
        [Parent] Member member,
        IDataLoader<MemberId, HouseholdOfMember> householdByMember,
        CancellationToken cancellationToken
    ) => householdByMember.LoadAsync(member.Id, cancellationToken);

    /// <summary>Invitations to a household that wait for the member's answer, the latest first.</summary>
    [ListSize(AssumedSize = 3)]
    public static async Task<IReadOnlyList<HouseholdInvitation>> GetHouseholdInvitationsAsync(
        [Parent] Member member,
        IDataLoader<MemberId, HouseholdInvitation[]> householdInvitationsByMember,
        CancellationToken cancellationToken
    ) => await householdInvitationsByMember.LoadAsync(member.Id, cancellationToken) ?? [];

    [DataLoader]
    public static async Task<IReadOnlyDictionary<MemberId, HouseholdOfMember>> GetHouseholdByMemberAsync(
        IReadOnlyList<MemberId> members,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = new Dictionary<MemberId, HouseholdOfMember>();
        // A request sees one member.
        foreach (var member in members)
        {
            if (await ReadAsync(new FindHouseholds(context), member, cancellationToken) is { } household)
            {
                found.Add(member, household);
            }
        }

        return found;
    }

    [DataLoader]
    public static async Task<ILookup<MemberId, HouseholdInvitation>> GetHouseholdInvitationsByMemberAsync(
        IReadOnlyList<MemberId> members,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = new List<HouseholdInvitation>();
        foreach (var member in members)
        {
            found.AddRange(await new FindHouseholds(context).InvitationsAsync(member, cancellationToken));
        }

        return found.ToLookup(invitation => invitation.Place.MemberId);
    }

    /// <summary>What members can spend in their households, of all redeemable currencies.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<MemberId, MemberPools>> GetPoolsByMemberAsync(
        IReadOnlyList<MemberId> members,
        IDbContextFactory<LoyaltyDbContext> contexts,
        ProgrammeSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var club = await settings.CurrentAsync(cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (pools, found) = (new HouseholdPools(context), new Dictionary<MemberId, MemberPools>());
        foreach (var member in members)
        {
            if (await pools.OfAllAsync(member, club, clock.Instant(), cancellationToken) is { } spendable)
            {
                found.Add(member, spendable);
            }
        }

        return found;
    }

    internal static async Task<HouseholdOfMember?> ReadAsync(
        FindHouseholds find,
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        if (await find.OfMemberAsync(member, cancellationToken) is not { } household)
        {
            return null;
        }

        var names = await find.NamesAsync([.. household.Members.Select(place => place.MemberId)], cancellationToken);
        return new HouseholdOfMember(household, member, names);
    }

    /// <summary>Members of a household call each other by their first names.</summary>
    internal static string Called(PersonName? name) => name?.Given ?? name?.Display ?? "";
}

/// <summary>A few members who let each other spend their points. The points stay with whom they belong to.</summary>
[GraphQLName("Household")]
[ObjectType<HouseholdOfMember>(BindExplicitly = true)]
public static class HouseholdType
{
    /// <summary>How its members call it.</summary>
    public static string GetName([Parent] HouseholdOfMember household) => household.Household.Name;

    /// <summary>Those who are in it, the longest-standing first; the signed-in member is among them.</summary>
    [ListSize(AssumedSize = Household.PlacesMax)]
    public static IReadOnlyList<HouseholdMember> GetMembers([Parent] HouseholdOfMember household) =>
        [
            .. household.Household.Members.Select(place => new HouseholdMember(
                place.MemberId.ToString(),
                MemberHouseholds.Called(household.Names.GetValueOrDefault(place.MemberId)),
                place.MemberId == household.Household.OrganiserId ? HouseholdRole.Organiser : HouseholdRole.Member,
                place.SharePercent,
                place.MaySpend,
                place.JoinedAt!.Value
            )),
        ];

    /// <summary>Invitations that are not answered. Who was invited is told to nobody; empty for members who do not organise.</summary>
    [ListSize(AssumedSize = Household.PlacesMax)]
    public static IReadOnlyList<SentInvitation> GetInvitations([Parent] HouseholdOfMember household) =>
        household.Viewer == household.Household.OrganiserId
            ?
            [
                .. household
                    .Household.Places.Where(place => place is { IsOpen: true, IsIn: false })
                    .OrderBy(place => place.InvitedAt)
                    .Select(place => new SentInvitation(place.Id.ToString(), place.InvitedAt)),
            ]
            : [];

    /// <summary>What the signed-in member can spend in the household.</summary>
    /// <param name="currency">The code of a redeemable point currency.</param>
    public static async Task<SpendablePool> GetPoolAsync(
        [Parent] HouseholdOfMember household,
        string currency,
        IDbContextFactory<LoyaltyDbContext> contexts,
        ProgrammeSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var club = await settings.CurrentAsync(cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var pool = await new HouseholdPools(context).FindAsync(
            household.Viewer,
            currency,
            club,
            clock.Instant(),
            cancellationToken
        );
        // Null for who leaves at this moment.
        return pool.Refusal is { } refusal
            ? throw refusal.ToGraphQL()
            : new SpendablePool(pool.Value?.Available ?? 0, pool.Value?.Own ?? 0);
    }
}

/// <summary>What a member is in a household.</summary>
public enum HouseholdRole
{
    /// <summary>Invites, takes out and decides who may spend.</summary>
    Organiser,

    /// <summary>Every other one.</summary>
    Member,
}

/// <summary>One who is in the household.</summary>
/// <param name="Id">The member's id; the signed-in member's own is that of me.</param>
/// <param name="Name">The first name, where there is one.</param>
/// <param name="Role">Whether the member organises the household.</param>
/// <param name="SharePercent">What of the member's available points the others may spend: 0 to 100.</param>
/// <param name="MaySpend">Whether the member may spend what the others share.</param>
/// <param name="Since">When the member joined.</param>
public sealed record HouseholdMember(
    [property: ID("Member")] string Id,
    string Name,
    HouseholdRole Role,
    int SharePercent,
    bool MaySpend,
    DateTimeOffset Since
);

/// <summary>An invitation that the household has sent.</summary>
/// <param name="Id">By which it can be taken back.</param>
/// <param name="InvitedAt">When it was sent.</param>
public sealed record SentInvitation([property: ID] string Id, DateTimeOffset InvitedAt);

/// <summary>Points that can be spent in the household.</summary>
/// <param name="Available">The member's own and what the others share; the own alone where the member may not spend the others'.</param>
/// <param name="Own">The member's own that can be spent now.</param>
[ObjectType("HouseholdPool")]
public sealed record SpendablePool(long Available, long Own);

/// <summary>An invitation to a household.</summary>
[ObjectType<HouseholdInvitation>(BindExplicitly = true)]
public static class HouseholdInvitationType
{
    /// <summary>By which it is accepted or declined.</summary>
    [ID]
    public static string GetId([Parent] HouseholdInvitation invitation) => invitation.Place.Id.ToString();

    /// <summary>How the household is called.</summary>
    public static string GetHousehold([Parent] HouseholdInvitation invitation) => invitation.Household;

    /// <summary>The first name of whoever organises it.</summary>
    public static string GetInvitedBy([Parent] HouseholdInvitation invitation) =>
        MemberHouseholds.Called(invitation.InvitedBy);

    /// <summary>When it was sent.</summary>
    public static DateTimeOffset GetInvitedAt([Parent] HouseholdInvitation invitation) => invitation.Place.InvitedAt;
}
