using Loyalty.Application.Magazine;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Magazine;

/// <summary>A publication.</summary>
/// <param name="Status"><c>draft</c>: members do not see it; <c>retired</c>: for good.</param>
/// <param name="Definition">in which languages and over which channels it appears, who may have it, and what it costs.</param>
public sealed record PublicationView(
    PublicationId Id,
    PublicationStatus Status,
    PublicationDocument Definition,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? RetiredAt
)
{
    internal static PublicationView Of(Publication publication) =>
        new(
            publication.Id,
            publication.Status,
            PublicationDocument.Of(publication.Definition),
            publication.CreatedAt,
            publication.PublishedAt,
            publication.RetiredAt
        );
}

/// <summary>An issue of a publication.</summary>
/// <param name="Number">within the publication.</param>
/// <param name="Status"><c>addressing</c>: copies are being written; <c>addressed</c>: labels can be printed.</param>
/// <param name="Definition">title, calendar, where it can be read, what a copy costs.</param>
public sealed record IssueView(
    IssueId Id,
    PublicationId PublicationId,
    int Number,
    IssueStatus Status,
    IssueDocument Definition,
    DateTimeOffset CreatedAt,
    DateTimeOffset? AddressedAt,
    DateTimeOffset? DispatchedAt,
    DateTimeOffset? CancelledAt
)
{
    internal static IssueView Of(Issue issue) =>
        new(
            issue.Id,
            issue.PublicationId,
            issue.Number,
            issue.Status,
            IssueDocument.Of(issue.Definition),
            issue.CreatedAt,
            issue.AddressedAt,
            issue.DispatchedAt,
            issue.CancelledAt
        );
}

/// <param name="Number">within the publication; the one after the last when left out.</param>
/// <param name="Definition">title, calendar, where it can be read, what a copy costs.</param>
public sealed record PlanIssueBody(IssueDocument Definition, int? Number = null);

/// <summary>A member's subscription of a publication.</summary>
/// <param name="Source">who wanted it: the member, the club for those who are entitled, or somebody who gave it.</param>
/// <param name="Status"><c>suspended</c>: copies came back too often; it goes on when it is resumed.</param>
/// <param name="FromIssue">the number of the first issue.</param>
/// <param name="UntilIssue">the number of the last issue; null for no end.</param>
/// <param name="GiverId">who gave it and paid; null of what is no gift of a member.</param>
/// <param name="Points">what was paid; 0 for nothing.</param>
/// <param name="Currency">null without points.</param>
/// <param name="Returns">copies in a row that came back.</param>
/// <param name="RestsSince">since when it has been paused or suspended.</param>
public sealed record MagazineSubscriptionView(
    SubscriptionId Id,
    PublicationId PublicationId,
    MemberId MemberId,
    SubscriptionSource Source,
    SubscriptionStatus Status,
    MagazineChannel Channel,
    string Language,
    int FromIssue,
    int? UntilIssue,
    MemberId? GiverId,
    long Points,
    PointCurrencyCode? Currency,
    int Returns,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RestsSince,
    DateTimeOffset? EndedAt
)
{
    internal static MagazineSubscriptionView Of(MagazineSubscription subscription) =>
        new(
            subscription.Id,
            subscription.PublicationId,
            subscription.MemberId,
            subscription.Source,
            subscription.Status,
            subscription.Channel,
            subscription.Language,
            subscription.FromIssue,
            subscription.UntilIssue,
            subscription.GiverId,
            subscription.Points,
            subscription.Currency,
            subscription.Returns,
            subscription.CreatedAt,
            subscription.RestsSince,
            subscription.EndedAt
        );
}

/// <param name="PublicationId">a published one.</param>
/// <param name="MemberId">who is to receive it.</param>
/// <param name="Channel">one of the publication's; its first when left out.</param>
/// <param name="Language">one of the publication's; the one that suits the member best when left out.</param>
/// <param name="FromIssue">the number of the first issue; the next whose addresses are not taken when left out.</param>
/// <param name="UntilIssue">the number of the last issue; left out for no end. With a price, the price says it.</param>
/// <param name="Gift">who may have it is not asked.</param>
/// <param name="GiverId">with <paramref name="Gift"/>: the member who pays for it; left out: the club gives it for nothing.</param>
public sealed record SubscribeBody(
    PublicationId PublicationId,
    MemberId MemberId,
    MagazineChannel? Channel = null,
    string? Language = null,
    int? FromIssue = null,
    int? UntilIssue = null,
    bool Gift = false,
    MemberId? GiverId = null
);

/// <summary>What is left out stays as it is.</summary>
/// <param name="Channel">one of the publication's.</param>
/// <param name="Language">one of the publication's.</param>
/// <param name="UntilIssue">the number of the last issue; not where it was paid for.</param>
public sealed record ChangeSubscriptionBody(
    MagazineChannel? Channel = null,
    string? Language = null,
    int? UntilIssue = null
);
