using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Members;

[QueryType]
public static class MemberQueries
{
    /// <summary>The signed-in member. Answers MEMBER_NOT_LINKED when the account is not attached to a member, and
    /// MEMBER_CLOSED when the membership has ended.</summary>
    [Authorize(Policies.Member)]
    public static Task<Member> GetMeAsync(
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        CancellationToken cancellationToken
    ) => memberBySignIn.RequireAsync(user, cancellationToken);
}

/// <summary>A person or company enrolled in the club.</summary>
[Node]
[ObjectType<Member>(BindExplicitly = true)]
public static class MemberType
{
    /// <summary>The globally unique id.</summary>
    [ID]
    public static string GetId([Parent] Member member) => member.Id.ToString();

    /// <summary>Whether the member may earn and spend points; see the club's table of statuses.</summary>
    public static MemberStatus GetStatus([Parent] Member member) => member.Status;

    /// <summary>A private customer, or a company with its fleet.</summary>
    public static MemberKind GetKind([Parent] Member member) => member.Kind;

    /// <summary>When the member joined the club.</summary>
    public static DateTimeOffset GetEnrolledAt([Parent] Member member) => member.EnrolledAt;

    /// <summary>Counts up with each change of the profile. Hand it to updateProfile, so that a change made elsewhere meanwhile
    /// is not overwritten.</summary>
    public static long GetVersion([Parent] Member member) => member.Version;

    /// <summary>Who the member is and how to reach the member.</summary>
    public static Person GetPerson([Parent] Member member) => new(member);

    /// <summary>The member's cards, the oldest first.</summary>
    [ListSize(AssumedSize = 3)]
    public static async Task<IReadOnlyList<Card>> GetCardsAsync(
        [Parent] Member member,
        IDataLoader<MemberId, Card[]> cardsByMember,
        CancellationToken cancellationToken
    ) => await cardsByMember.LoadAsync(member.Id, cancellationToken) ?? [];

    /// <summary>What the member has agreed to or declined. What is not listed was never asked, and counts as no.</summary>
    [ListSize(AssumedSize = 20)]
    public static async Task<IReadOnlyList<Consent>> GetConsentsAsync(
        [Parent] Member member,
        IDataLoader<MemberId, Consent[]> consentsByMember,
        CancellationToken cancellationToken
    ) => await consentsByMember.LoadAsync(member.Id, cancellationToken) ?? [];

    /// <summary>The vehicles that the member owns now.</summary>
    [ListSize(AssumedSize = 5)]
    public static async Task<IReadOnlyList<OwnedVehicle>> GetVehiclesAsync(
        [Parent] Member member,
        IDataLoader<MemberId, OwnedVehicle[]> vehiclesByMember,
        CancellationToken cancellationToken
    ) => await vehiclesByMember.LoadAsync(member.Id, cancellationToken) ?? [];

    [NodeResolver]
    [Authorize(Policies.Member)]
    public static async Task<Member?> FindAsync(
        string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        return Identifier.TryParse<MemberId>(id, out var wanted) && wanted == me.Id ? me : null;
    }
}
