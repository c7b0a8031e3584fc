using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Members;
using Loyalty.Application.Magazine;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Magazine;

/// <summary>The member's right to receive a publication.</summary>
[Node]
[ObjectType<MagazineSubscription>(BindExplicitly = true)]
public static class MagazineSubscriptionType
{
    /// <summary>The globally unique id.</summary>
    [ID]
    public static string GetId([Parent] MagazineSubscription subscription) => subscription.Id.ToString();

    /// <summary>What is received.</summary>
    [Cost(1)] // all of a list together
    public static async Task<PublicationForMember> GetPublicationAsync(
        [Parent] MagazineSubscription subscription,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<PublicationId, Publication> publicationById,
        CancellationToken cancellationToken
    ) =>
        new(
            (await publicationById.LoadAsync(subscription.PublicationId, cancellationToken))!,
            await memberBySignIn.RequireAsync(user, cancellationToken)
        );

    /// <summary>Where it stands.</summary>
    public static SubscriptionStatus GetStatus([Parent] MagazineSubscription subscription) => subscription.Status;

    /// <summary>How it came about.</summary>
    public static SubscriptionSource GetSource([Parent] MagazineSubscription subscription) => subscription.Source;

    /// <summary>How copies come.</summary>
    public static MagazineChannel GetChannel([Parent] MagazineSubscription subscription) => subscription.Channel;

    /// <summary>In which language, as a tag of BCP 47.</summary>
    public static string GetLanguage([Parent] MagazineSubscription subscription) => subscription.Language;

    /// <summary>The number of the first issue.</summary>
    public static int GetFromIssue([Parent] MagazineSubscription subscription) => subscription.FromIssue;

    /// <summary>The number of the last issue; null for no end.</summary>
    public static int? GetUntilIssue([Parent] MagazineSubscription subscription) => subscription.UntilIssue;

    /// <summary>What was paid for it; 0 for nothing.</summary>
    public static long GetPoints([Parent] MagazineSubscription subscription) => subscription.Points;

    /// <summary>The point currency's code; null without points.</summary>
    public static string? GetCurrency([Parent] MagazineSubscription subscription) => subscription.Currency?.Value;

    /// <summary>When it was made.</summary>
    public static DateTimeOffset GetCreatedAt([Parent] MagazineSubscription subscription) => subscription.CreatedAt;

    /// <summary>Since when it has been paused or suspended; null while it is not.</summary>
    public static DateTimeOffset? GetRestsSince([Parent] MagazineSubscription subscription) => subscription.RestsSince;

    /// <summary>When it ended; null while it has not.</summary>
    public static DateTimeOffset? GetEndedAt([Parent] MagazineSubscription subscription) => subscription.EndedAt;

    /// <summary>What keeps copies from the member as things stand; null for nothing. CONSENT is mended by updateConsents for the purpose
    /// MAGAZINE, NO_ADDRESS and ADDRESS_RETURNED by the address in updateProfile, or by updateEmail.</summary>
    [Cost(1)] // all of a list together
    public static async Task<CopyObstacle?> GetObstacleAsync(
        [Parent] MagazineSubscription subscription,
        IDataLoader<MemberId, ChannelObstacles> obstaclesByMember,
        CancellationToken cancellationToken
    )
    {
        var obstacles = await obstaclesByMember.LoadAsync(subscription.MemberId, cancellationToken);
        return
            subscription.EndedAt is null
            && obstacles is not null
            && obstacles.ByChannel.TryGetValue(subscription.Channel, out var obstacle)
            ? obstacle
            : null;
    }

    [NodeResolver]
    [Authorize(Policies.Member)]
    public static async Task<MagazineSubscription?> FindAsync(
        string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<MemberId, MagazineSubscription[]> subscriptionsByMember,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var own = await subscriptionsByMember.LoadAsync(me.Id, cancellationToken) ?? [];
        return Identifier.TryParse<SubscriptionId>(id, out var wanted)
            ? Array.Find(own, subscription => subscription.Id == wanted)
            : null;
    }
}

/// <summary>What a member receives and can read.</summary>
[ObjectType<Member>(BindExplicitly = true)]
public static class MemberMagazines
{
    private const int IssuesMax = 50;

    /// <summary>The member's magazine subscriptions, the latest first, two hundred at the most.</summary>
    /// <param name="statuses">Only those that stand so; those that have not ended when left out.</param>
    [ListSize(AssumedSize = 5)]
    public static async Task<IReadOnlyList<MagazineSubscription>> GetSubscriptionsAsync(
        [Parent] Member member,
        IReadOnlyList<SubscriptionStatus>? statuses,
        IDataLoader<MemberId, MagazineSubscription[]> subscriptionsByMember,
        CancellationToken cancellationToken
    )
    {
        var own = await subscriptionsByMember.LoadAsync(member.Id, cancellationToken) ?? [];
        return [.. own.Where(one => statuses?.Contains(one.Status) ?? (one.Status != SubscriptionStatus.Ended))];
    }

    /// <summary>Issues of the member's subscriptions that are out, the latest first, fifty at the most.</summary>
    [ListSize(AssumedSize = 20)]
    [Cost(5)] // looks over all subscriptions
    public static async Task<IReadOnlyList<IssueForMember>> GetIssuesAsync(
        [Parent] Member member,
        FindMemberMagazines find,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await find.ReadableAsync(member.Id, IssuesMax, cancellationToken)).Select(issue => new IssueForMember(
                issue,
                member
            )),
        ];
}

[QueryType]
public static class MagazineQueries
{
    /// <summary>The club's magazines, the oldest first.</summary>
    [Authorize(Policies.Member)]
    [ListSize(AssumedSize = 10)]
    public static async Task<IReadOnlyList<PublicationForMember>> GetPublicationsAsync(
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        FindMemberMagazines find,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var found = await find.PublicationsAsync(me.Id, cancellationToken);
        return [.. found.Select(one => new PublicationForMember(one.Publication, me, one.Missing))];
    }
}
