using Loyalty.Application.Offers;
using Loyalty.Application.Rewards;
using Loyalty.Domain.Magazine;

namespace Loyalty.Application.Magazine;

/// <summary>A publication as staff write it.</summary>
/// <param name="Texts">1 to 20, each in a language of its own; the first is shown to whoever speaks none of them.</param>
/// <param name="Languages">in which it appears, 1 to 20 tags of BCP 47; the first is for members who speak none of them.</param>
/// <param name="Channels">one or more of <c>post</c>, <c>email</c>, <c>app</c>; members whom the club enrols get the first that reaches
/// them.</param>
/// <param name="Audience">who may have it, gifts aside; left out for all members.</param>
/// <param name="EnrolsEntitled">the club subscribes those who may have it, once a day. Only without a price.</param>
/// <param name="Price">what a subscription costs; left out for nothing.</param>
/// <param name="CopiesPerHousehold">printed copies of one issue that a household gets at most, 1 to 100; left out: each subscriber gets
/// one.</param>
/// <param name="SuspendAfterReturns">so many copies in a row that come back suspend a subscription, 1 to 20; 2 when left out.</param>
/// <param name="PostedIn">with <c>post</c>: where it is posted, as alpha-2 code of ISO 3166-1.</param>
/// <param name="BundleSize">printed copies in a bundle at most, 1 to 10000; 50 when left out.</param>
/// <param name="Mails">with <c>email</c>: what the mail says, 1 to 20 in languages of their own.</param>
public sealed record PublicationDocument(
    IReadOnlyList<RewardTextDocument>? Texts = null,
    IReadOnlyList<string>? Languages = null,
    IReadOnlyList<MagazineChannel>? Channels = null,
    RewardEligibilityDocument? Audience = null,
    bool EnrolsEntitled = false,
    PublicationPriceDocument? Price = null,
    int? CopiesPerHousehold = null,
    int SuspendAfterReturns = PublicationDefinition.SuspendAfterReturnsDefault,
    string? PostedIn = null,
    int BundleSize = PublicationDefinition.BundleSizeDefault,
    IReadOnlyList<MailTemplateDocument>? Mails = null
)
{
    public static PublicationDocument Of(PublicationDefinition definition) =>
        new(
            OfferDocument.Written(definition.Texts),
            definition.Languages,
            definition.Channels,
            RewardEligibilityDocument.Of(definition.Audience),
            definition.EnrolsEntitled,
            definition.Price is { } price
                ? new PublicationPriceDocument(price.Currency.Value, price.Points, price.Issues)
                : null,
            definition.CopiesPerHousehold,
            definition.SuspendAfterReturns,
            definition.PostedIn.Length == 0 ? null : definition.PostedIn,
            definition.BundleSize,
            [.. definition.Mails.Select(mail => new MailTemplateDocument(mail.Language, mail.Subject, mail.Text))]
        );
}

/// <param name="Currency">the code of a redeemable point currency.</param>
/// <param name="Points">at least 1, taken when the subscription begins.</param>
/// <param name="Issues">1 to 1000: how many issues that pays. The subscription ends after them.</param>
public sealed record PublicationPriceDocument(string? Currency = null, long? Points = null, int? Issues = null);

/// <param name="Language">a tag of BCP 47.</param>
/// <param name="Subject">one line, at most 200 characters.</param>
/// <param name="Text">at most 20000 characters; may have line breaks. In both <c>{name}</c>, <c>{title}</c>, <c>{link}</c>,
/// <c>{points}</c> and <c>{offers}</c> stand for what the member is to read.</param>
public sealed record MailTemplateDocument(string? Language = null, string? Subject = null, string? Text = null);
