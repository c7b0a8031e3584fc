using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;

namespace Loyalty.Domain.Magazine;

/// <summary>How a copy reaches a member.</summary>
public enum MagazineChannel
{
    /// <summary>Printed, by post.</summary>
    Post,

    /// <summary>By mail to the member's primary address.</summary>
    Email,

    /// <summary>To be read in the member's app.</summary>
    App,
}

public static class MagazineChannels
{
    /// <summary>Over which channel the member must have agreed to receive magazines; null where no agreement is needed, because the
    /// member comes for it.</summary>
    public static ConsentChannel? Consent(this MagazineChannel channel) =>
        channel switch
        {
            MagazineChannel.Post => ConsentChannel.Post,
            MagazineChannel.Email => ConsentChannel.Email,
            _ => null,
        };
}

/// <summary>What a publication is: in which languages and over which channels it appears, who may have it, and what it costs.</summary>
public sealed record PublicationDefinition
{
    public const int LanguagesMax = 20;
    public const int CopiesPerHouseholdMax = 100;
    public const int SuspendAfterReturnsDefault = 2;
    public const int SuspendAfterReturnsMax = 20;
    public const int BundleSizeDefault = 50;
    public const int BundleSizeMax = 10_000;
    public const int PaidIssuesMax = 1_000;

    /// <summary>Its name and description by language; the first is shown to whoever speaks none of them.</summary>
    public IReadOnlyList<RewardText> Texts { get; init; } = [];

    /// <summary>In which it appears, as tags of BCP 47; the first is for members who speak none of them.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>At least one; members whom the club enrols get the first that reaches them.</summary>
    public IReadOnlyList<MagazineChannel> Channels { get; init; } = [];

    /// <summary>Who may have it, gifts aside.</summary>
    public RewardEligibility Audience { get; init; } = new();

    /// <summary>Whether the club subscribes those who may have it, without being asked. It is free then.</summary>
    public bool EnrolsEntitled { get; init; }

    /// <summary>What a subscription costs; null for nothing.</summary>
    public PublicationPrice? Price { get; init; }

    /// <summary>Printed copies of one issue that a household gets at most; null: each subscriber gets one.</summary>
    public int? CopiesPerHousehold { get; init; }

    /// <summary>A subscription is suspended when so many of its copies in a row have come back.</summary>
    public int SuspendAfterReturns { get; init; } = SuspendAfterReturnsDefault;

    /// <summary>Where it is posted, as alpha-2 code of ISO 3166-1: labels name the country only where the post goes abroad.</summary>
    public string PostedIn { get; init; } = "";

    /// <summary>Printed copies in one bundle, at most.</summary>
    public int BundleSize { get; init; } = BundleSizeDefault;

    /// <summary>What its mails say, by language; the first is for whoever speaks none of them. Empty without the channel.</summary>
    public IReadOnlyList<MailTemplate> Mails { get; init; } = [];

    /// <summary>In the language, else in a related one, else the first; null without any.</summary>
    public MailTemplate? MailIn(string language)
    {
        var primary = language.Split('-')[0];
        return Mails.FirstOrDefault(mail => string.Equals(mail.Language, language, StringComparison.OrdinalIgnoreCase))
            ?? Mails.FirstOrDefault(mail =>
                string.Equals(mail.Language.Split('-')[0], primary, StringComparison.OrdinalIgnoreCase)
            )
            ?? (Mails.Count > 0 ? Mails[0] : null);
    }

    /// <summary>The language of the publication that suits a member best: the same, else a related one (<c>de</c> for <c>de-AT</c>), else
    /// the first.</summary>
    public string LanguageFor(string? preferred)
    {
        var primary = preferred?.Split('-')[0];
        return Languages.FirstOrDefault(one => string.Equals(one, preferred, StringComparison.OrdinalIgnoreCase))
            ?? Languages.FirstOrDefault(one =>
                string.Equals(one.Split('-')[0], primary, StringComparison.OrdinalIgnoreCase)
            )
            ?? Languages[0];
    }
}

/// <summary>What members pay for a subscription, before its first issue.</summary>
/// <param name="Points">at least 1.</param>
/// <param name="Issues">how many issues that pays, at least 1; the subscription ends after them.</param>
public sealed record PublicationPrice(PointCurrencyCode Currency, long Points, int Issues);
