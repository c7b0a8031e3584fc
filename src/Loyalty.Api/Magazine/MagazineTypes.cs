using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Members;
using Loyalty.Api.Offers;
using Loyalty.Application.Magazine;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Magazine;

/// <summary>A publication, for a member's eyes.</summary>
/// <param name="Publication">The publication.</param>
/// <param name="Member">Who looks at it.</param>
/// <param name="Missing">What the member lacks for it; null where that was not asked.</param>
public sealed record PublicationForMember(Publication Publication, Member Member, IReadOnlyList<string>? Missing = null)
{
    internal PublicationDefinition Definition => Publication.Definition;
}

/// <summary>A magazine of the club.</summary>
[Node]
[GraphQLName("Publication")]
[ObjectType<PublicationForMember>(BindExplicitly = true)]
public static class PublicationType
{
    /// <summary>The globally unique id. Hand it to subscribe.</summary>
    [ID]
    public static string GetId([Parent] PublicationForMember publication) => publication.Publication.Id.ToString();

    /// <summary>The name, in a language or the nearest that there is.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string GetTitle([Parent] PublicationForMember publication, string? language) =>
        publication.Definition.Texts.For(publication.Member, language).Title;

    /// <summary>More about it; may have line breaks.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string? GetDescription([Parent] PublicationForMember publication, string? language) =>
        publication.Definition.Texts.For(publication.Member, language).Description;

    /// <summary>In which it appears, as tags of BCP 47.</summary>
    [ListSize(AssumedSize = 3)]
    public static IReadOnlyList<string> GetLanguages([Parent] PublicationForMember publication) =>
        publication.Definition.Languages;

    /// <summary>Over which it appears.</summary>
    [ListSize(AssumedSize = 3)]
    public static IReadOnlyList<MagazineChannel> GetChannels([Parent] PublicationForMember publication) =>
        publication.Definition.Channels;

    /// <summary>What a subscription costs; null for nothing.</summary>
    public static MagazinePrice? GetPrice([Parent] PublicationForMember publication) =>
        publication.Definition.Price is { } price
            ? new MagazinePrice(price.Currency.Value, price.Points, price.Issues)
            : null;

    /// <summary>What it asks for and the member has not: tier, attribute, vehicle, partnerLink, age. Empty where the member may
    /// subscribe.</summary>
    [ListSize(AssumedSize = 5)]
    [Cost(1)] // all of a list together
    public static async Task<IReadOnlyList<string>> GetMissingAsync(
        [Parent] PublicationForMember publication,
        FindMemberMagazines find,
        CancellationToken cancellationToken
    ) =>
        publication.Missing
        ?? await find.MissingAsync(publication.Publication, publication.Member.Id, cancellationToken);

    [NodeResolver]
    [Authorize(Policies.Member)]
    public static async Task<PublicationForMember?> FindAsync(
        string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<PublicationId, Publication> publicationById,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        return
            Identifier.TryParse<PublicationId>(id, out var wanted)
            && await publicationById.LoadAsync(wanted, cancellationToken)
                is { Status: PublicationStatus.Published } found
            ? new PublicationForMember(found, me)
            : null;
    }
}

/// <summary>What a subscription costs.</summary>
/// <param name="Currency">The point currency's code.</param>
/// <param name="Points">Taken when the subscription begins.</param>
/// <param name="Issues">How many issues that pays.</param>
public sealed record MagazinePrice(string Currency, long Points, int Issues);

/// <summary>An issue, for a member's eyes.</summary>
/// <param name="Issue">The issue.</param>
/// <param name="Member">Who looks at it.</param>
public sealed record IssueForMember(Issue Issue, Member Member);

/// <summary>One number of a publication that the member can read.</summary>
[GraphQLName("Issue")]
[ObjectType<IssueForMember>(BindExplicitly = true)]
public static class IssueType
{
    /// <summary>The club's id of the issue.</summary>
    public static string GetCode([Parent] IssueForMember issue) => issue.Issue.Id.ToString();

    /// <summary>Counts within the publication.</summary>
    public static int GetNumber([Parent] IssueForMember issue) => issue.Issue.Number;

    /// <summary>The publication that it is a number of.</summary>
    [Cost(1)] // all of a list together
    public static async Task<PublicationForMember> GetPublicationAsync(
        [Parent] IssueForMember issue,
        IDataLoader<PublicationId, Publication> publicationById,
        CancellationToken cancellationToken
    ) => new((await publicationById.LoadAsync(issue.Issue.PublicationId, cancellationToken))!, issue.Member);

    /// <summary>The title, in a language or the nearest that there is.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string GetTitle([Parent] IssueForMember issue, string? language) =>
        issue.Issue.Definition.Texts.For(issue.Member, language).Title;

    /// <summary>What it is about; may have line breaks.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string? GetDescription([Parent] IssueForMember issue, string? language) =>
        issue.Issue.Definition.Texts.For(issue.Member, language).Description;

    /// <summary>Since when it is out.</summary>
    public static DateTimeOffset GetPublishedAt([Parent] IssueForMember issue) => issue.Issue.DispatchAt;

    /// <summary>Where it can be read, in a language or the nearest that there is; null for what is only printed.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string? GetUrl([Parent] IssueForMember issue, string? language) =>
        issue.Issue.Definition.ContentIn(language ?? issue.Member.PreferredLanguage)?.Url;
}

/// <summary>What is read once for all of a list.</summary>
public static class MagazineLoaders
{
    /// <summary>Publications whatever their status: the names of what is subscribed to.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<PublicationId, Publication>> GetPublicationByIdAsync(
        IReadOnlyList<PublicationId> ids,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .Publications.AsNoTracking()
            .Where(publication => ids.Contains(publication.Id))
            .ToDictionaryAsync(publication => publication.Id, cancellationToken);
    }

    [DataLoader]
    public static async Task<ILookup<MemberId, MagazineSubscription>> GetSubscriptionsByMemberAsync(
        IReadOnlyList<MemberId> members,
        FindMemberMagazines find,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<(MemberId Member, MagazineSubscription Row)>();
        foreach (var member in members)
        {
            rows.AddRange((await find.SubscriptionsAsync(member, cancellationToken)).Select(row => (member, row)));
        }

        return rows.ToLookup(one => one.Member, one => one.Row);
    }

    /// <summary>One for each channel that does not reach the member.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<MemberId, ChannelObstacles>> GetObstaclesByMemberAsync(
        IReadOnlyList<MemberId> members,
        FindMemberMagazines find,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<MemberId, ChannelObstacles>();
        foreach (var member in members)
        {
            found[member] = new ChannelObstacles(await find.ObstaclesAsync(member, cancellationToken));
        }

        return found;
    }
}

/// <param name="ByChannel">what keeps copies from the member.</param>
public sealed record ChannelObstacles(IReadOnlyDictionary<MagazineChannel, CopyObstacle> ByChannel);
