using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Members;

/// <summary>Who a member is and how to reach the member.</summary>
[ObjectType]
public sealed class Person(Member member)
{
    /// <summary>The name in its parts, as far as they are known.</summary>
    public PersonName Name => member.Name;

    /// <summary>The day of birth.</summary>
    public DateOnly? BirthDate => member.BirthDate;

    /// <summary>Where post goes; null for a member who is written to by other means only.</summary>
    public PostalAddress? Address => member.Address;

    /// <summary>A language tag of BCP 47, such as zh-Hans.</summary>
    public string? PreferredLanguage => member.PreferredLanguage;

    /// <summary>E-mail addresses and telephone numbers, the oldest first.</summary>
    [ListSize(AssumedSize = 5)]
    public async Task<IReadOnlyList<ContactPoint>> GetContactPointsAsync(
        IDataLoader<MemberId, ContactPoint[]> contactPointsByMember,
        CancellationToken cancellationToken
    ) => await contactPointsByMember.LoadAsync(member.Id, cancellationToken) ?? [];
}

/// <summary>Where post goes, kept in the parts that a label is put together from.</summary>
[ObjectType<PostalAddress>(IgnoreProperties = [nameof(PostalAddress.Addressee), nameof(PostalAddress.Street)])]
public static class PostalAddressType
{
    /// <summary>Whom the post is for, when other than the member's display name: name, department, care of.</summary>
    [ListSize(AssumedSize = PostalAddress.LinesMax)]
    public static IReadOnlyList<string> GetAddressee([Parent] PostalAddress address) => address.Addressee;

    /// <summary>Street and number, building, post box.</summary>
    [ListSize(AssumedSize = PostalAddress.LinesMax)]
    public static IReadOnlyList<string> GetStreet([Parent] PostalAddress address) => address.Street;
}

/// <summary>An e-mail address or telephone number.</summary>
[ObjectType<ContactPoint>(BindExplicitly = true)]
public static class ContactPointType
{
    /// <summary>What it is.</summary>
    public static ContactPointKind GetKind([Parent] ContactPoint point) => point.Kind;

    /// <summary>The address, or the number in E.164.</summary>
    public static string GetValue([Parent] ContactPoint point) => point.Value;

    /// <summary>Whether it is the one to use among those of its kind.</summary>
    public static bool GetIsPrimary([Parent] ContactPoint point) => point.IsPrimary;

    /// <summary>Whether the member proved to be reached there.</summary>
    public static bool GetIsVerified([Parent] ContactPoint point) => point.VerifiedAt is not null;

    /// <summary>When the member proved it; null while unproven.</summary>
    public static DateTimeOffset? GetVerifiedAt([Parent] ContactPoint point) => point.VerifiedAt;
}

/// <summary>A card of the member, by which partners know the member.</summary>
[ObjectType<Card>(BindExplicitly = true)]
public static class CardType
{
    /// <summary>The number, digits only.</summary>
    public static string GetNumber([Parent] Card card) => card.Number.Value;

    /// <summary>The number in groups of four, as it is printed.</summary>
    public static string GetPrintedNumber([Parent] Card card) => card.Number.ToGroupedString();

    /// <summary>Whether the card can be used.</summary>
    public static CardStatus GetStatus([Parent] Card card) => card.Status;

    /// <summary>When it was issued.</summary>
    public static DateTimeOffset GetIssuedAt([Parent] Card card) => card.IssuedAt;

    /// <summary>The number as a QR code for a partner's till: an SVG document that scales to its place. Null for a card that
    /// cannot be used any more.</summary>
    public static string? GetQrCode([Parent] Card card) =>
        card.Status == CardStatus.Active ? CardQrCode.ToSvg(card.Number) : null;
}

/// <summary>How the member stands on one purpose over one channel.</summary>
[ObjectType<Consent>(BindExplicitly = true)]
public static class ConsentType
{
    /// <summary>What the member's data or attention is used for.</summary>
    public static ConsentPurpose GetPurpose([Parent] Consent consent) => consent.Purpose;

    /// <summary>How the member is reached for it.</summary>
    public static ConsentChannel GetChannel([Parent] Consent consent) => consent.Channel;

    /// <summary>Whether the member agreed.</summary>
    public static bool GetGranted([Parent] Consent consent) => consent.Granted;

    /// <summary>When the member decided.</summary>
    public static DateTimeOffset GetDecidedAt([Parent] Consent consent) => consent.DecidedAt;

    /// <summary>Where the member decided: app, paper form, call centre.</summary>
    public static string GetSource([Parent] Consent consent) => consent.Source;
}
