using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Members;
using Loyalty.Api.Offers;
using Loyalty.Application.Gatherings;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Gatherings;

/// <summary>A gathering, for a member's eyes.</summary>
/// <param name="Found">The gathering, and how the member stands to it.</param>
/// <param name="Member">Who looks at it.</param>
public sealed record GatheringForMember(MemberGathering Found, Member Member)
{
    internal Gathering Gathering => Found.Gathering;

    internal GatheringDefinition Definition => Found.Gathering.Definition;
}

/// <summary>A club event to which members are invited: a test drive, a factory tour, a dinner.</summary>
[Node]
[GraphQLName("Gathering")]
[ObjectType<GatheringForMember>(BindExplicitly = true)]
public static class GatheringType
{
    /// <summary>The globally unique id. Hand it to signUpForGathering.</summary>
    [ID]
    public static string GetId([Parent] GatheringForMember gathering) => gathering.Gathering.Id.ToString();

    /// <summary>The club's own code.</summary>
    public static string GetCode([Parent] GatheringForMember gathering) => gathering.Gathering.Code;

    /// <summary>Where it stands.</summary>
    public static GatheringStatus GetStatus([Parent] GatheringForMember gathering) => gathering.Gathering.Status;

    /// <summary>What it is called, in a language or the nearest that there is.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string GetTitle([Parent] GatheringForMember gathering, string? language) =>
        gathering.Definition.Texts.For(gathering.Member, language).Title;

    /// <summary>What it is about; may have line breaks.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string? GetDescription([Parent] GatheringForMember gathering, string? language) =>
        gathering.Definition.Texts.For(gathering.Member, language).Description;

    /// <summary>What whoever signs up agrees to; null for nothing.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string? GetTerms([Parent] GatheringForMember gathering, string? language) =>
        gathering.Definition.Texts.For(gathering.Member, language).Terms;

    /// <summary>Where it is.</summary>
    public static string GetPlace([Parent] GatheringForMember gathering) => gathering.Definition.Place;

    /// <summary>The zone in which its times are to be told, as an IANA name.</summary>
    public static string GetTimeZone([Parent] GatheringForMember gathering) => gathering.Definition.TimeZone;

    /// <summary>When it begins.</summary>
    public static DateTimeOffset GetBeginsAt([Parent] GatheringForMember gathering) => gathering.Definition.BeginsAt;

    /// <summary>When it ends.</summary>
    public static DateTimeOffset GetEndsAt([Parent] GatheringForMember gathering) => gathering.Definition.EndsAt;

    /// <summary>From when on members can sign up; null: since it was published.</summary>
    public static DateTimeOffset? GetSignUpOpensAt([Parent] GatheringForMember gathering) =>
        gathering.Definition.SignUpOpensAt;

    /// <summary>From when on members cannot sign up any more.</summary>
    public static DateTimeOffset GetSignUpClosesAt([Parent] GatheringForMember gathering) =>
        gathering.Definition.SignUpEnd();

    /// <summary>How many guests a member may bring.</summary>
    public static int GetGuestsMax([Parent] GatheringForMember gathering) => gathering.Definition.GuestsMax;

    /// <summary>Places that are free at this moment, guests counted; null for no limit.</summary>
    public static int? GetPlacesLeft([Parent] GatheringForMember gathering) => gathering.Found.Seats.Free;

    /// <summary>Whether who finds no place left waits for one.</summary>
    public static bool GetHasWaitingList([Parent] GatheringForMember gathering) => gathering.Definition.HasWaitingList;

    /// <summary>When the member was invited; null for whoever was not.</summary>
    public static DateTimeOffset? GetInvitedAt([Parent] GatheringForMember gathering) => gathering.Found.InvitedAt;

    /// <summary>The member's own sign-up, a cancelled one too; null for whoever never signed up.</summary>
    public static GatheringSignUpState? GetSignUp([Parent] GatheringForMember gathering) =>
        gathering.Found.SignUp is { } signUp
            ? new GatheringSignUpState(
                signUp.Status,
                signUp.Guests,
                gathering.Found.Position,
                signUp.SignedUpAt,
                signUp.PromotedAt,
                signUp.CancelledAt,
                signUp.CancelledBy,
                signUp.Attended
            )
            : null;

    /// <summary>Why the member cannot sign up now; null for whoever can.</summary>
    public static SignUpObstacle? GetObstacle([Parent] GatheringForMember gathering) => gathering.Found.Obstacle;

    /// <summary>Of NOT_FOR_MEMBER: what the gathering asks for and the member has not: tier, attribute, vehicle, partnerLink, age.</summary>
    [ListSize(AssumedSize = 5)]
    public static IReadOnlyList<string> GetMissing([Parent] GatheringForMember gathering) => gathering.Found.Missing;

    [NodeResolver]
    [Authorize(Policies.Member)]
    public static async Task<GatheringForMember?> FindAsync(
        string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        FindMemberGatherings find,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        return
            Identifier.TryParse<GatheringId>(id, out var wanted)
            && await find.OneAsync(wanted, me, cancellationToken) is { } found
            ? new GatheringForMember(found, me)
            : null;
    }
}

/// <summary>A member's sign-up for a gathering.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Guests">Whom the member brings, without the member.</param>
/// <param name="Position">On the waiting list, from 1; null for whoever does not wait. Smaller parties may pass larger ones.</param>
/// <param name="SignedUpAt">When the member signed up, the last time.</param>
/// <param name="PromotedAt">When the member got a place after waiting; null for whoever did not wait.</param>
/// <param name="CancelledAt">When it was taken back; null while it was not.</param>
/// <param name="CancelledBy">Who took it back; null while nobody did.</param>
/// <param name="Attended">Whether the member came; null while nobody has said.</param>
[GraphQLName("GatheringSignUp")]
public sealed record GatheringSignUpState(
    SignUpStatus Status,
    int Guests,
    int? Position,
    DateTimeOffset SignedUpAt,
    DateTimeOffset? PromotedAt,
    DateTimeOffset? CancelledAt,
    SignUpCanceller? CancelledBy,
    bool? Attended
);
