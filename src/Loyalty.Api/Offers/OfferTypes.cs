using Loyalty.Api.Points;
using Loyalty.Application.Offers;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;

namespace Loyalty.Api.Offers;

/// <summary>An offer, for a member's eyes.</summary>
/// <param name="Open">What is open.</param>
/// <param name="Member">Who looks at it.</param>
public sealed record OfferForMember(MemberOffer Open, Member Member)
{
    internal OfferDefinition Definition => Open.Offer.Definition;

    internal RewardText TextIn(string? language) => Definition.Texts.For(Member, language);
}

/// <summary>Something that the club gives the member for what the member does, or for a day of the year.</summary>
[GraphQLName("Offer")]
[ObjectType<OfferForMember>(BindExplicitly = true)]
public static class OfferType
{
    /// <summary>The club's id of the offer.</summary>
    public static string GetCode([Parent] OfferForMember offer) => offer.Open.Offer.Id.ToString();

    /// <summary>What it waits for.</summary>
    public static OfferTrigger GetTrigger([Parent] OfferForMember offer) => offer.Definition.Trigger;

    /// <summary>The name, in a language or the nearest that there is.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string GetTitle([Parent] OfferForMember offer, string? language) => offer.TextIn(language).Title;

    /// <summary>More about it; may have line breaks.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string? GetDescription([Parent] OfferForMember offer, string? language) =>
        offer.TextIn(language).Description;

    /// <summary>What it depends on; null for nothing.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string? GetTerms([Parent] OfferForMember offer, string? language) => offer.TextIn(language).Terms;

    /// <summary>It ends at this instant; null for no end.</summary>
    public static DateTimeOffset? GetUntil([Parent] OfferForMember offer) => offer.Definition.Until;

    /// <summary>What it gives, and to whom.</summary>
    [ListSize(AssumedSize = 4)]
    public static IReadOnlyList<OfferGift> GetBenefits([Parent] OfferForMember offer) =>
        OfferGift.AllOf(offer.Definition, offer.Member);

    /// <summary>How far the member is; null for what is no challenge.</summary>
    public static OfferProgress? GetProgress([Parent] OfferForMember offer) =>
        offer.Open.Standing is { } standing
            ? new OfferProgress(
                standing.Count,
                standing.Goal,
                standing.Missing,
                standing.Missing == 0,
                standing.From,
                standing.Until
            )
            : null;

    /// <summary>The day of the birthday that it is for; null for other offers.</summary>
    public static DateOnly? GetNextOn([Parent] OfferForMember offer) => offer.Open.NextOn;

    /// <summary>How often the member got it.</summary>
    public static int GetReceived([Parent] OfferForMember offer) => offer.Open.Received;

    /// <summary>Why it is open and what is missing, in the member's preferred language, else in one of Accept-Language: English, Chinese
    /// or German.</summary>
    public static string GetExplanation([Parent] OfferForMember offer, IHttpContextAccessor http) =>
        LanguageTexts
            .Of([offer.Member.PreferredLanguage, .. LanguageTexts.Accepted(http.HttpContext?.Request)])
            .Say(offer.Open);
}

/// <summary>How far a member is with a challenge.</summary>
/// <param name="Count">What counts in the time at hand.</param>
/// <param name="Goal">How much is asked.</param>
/// <param name="Missing">The difference, at least 0.</param>
/// <param name="IsDone">Whether nothing is missing.</param>
/// <param name="From">The first day of the time at hand.</param>
/// <param name="Until">Its last day; null for no end.</param>
public sealed record OfferProgress(int Count, int Goal, int Missing, bool IsDone, DateOnly From, DateOnly? Until);

/// <summary>Who gets a benefit.</summary>
public enum OfferSide
{
    /// <summary>The member.</summary>
    Me,

    /// <summary>The new member whom the member brings.</summary>
    NewMember,
}

/// <summary>What an offer gives to one side at one time.</summary>
/// <param name="To">Who gets it.</param>
/// <param name="AfterPurchase">Of a referral: whether the new member must have earned first.</param>
/// <param name="Points">Points; null for none.</param>
/// <param name="Currency">The point currency's code.</param>
/// <param name="VoucherKind">What a voucher takes off; null for no voucher.</param>
/// <param name="VoucherValue">Percent or points.</param>
/// <param name="VoucherDays">Days within which the voucher can be used.</param>
/// <param name="Badge">The badge's name; null for none.</param>
public sealed record OfferGift(
    OfferSide To,
    bool AfterPurchase,
    long? Points,
    string? Currency,
    VoucherKind? VoucherKind,
    long? VoucherValue,
    int? VoucherDays,
    string? Badge
)
{
    internal static IReadOnlyList<OfferGift> AllOf(OfferDefinition definition, Member member)
    {
        var referral = definition.Referral;
        return
        [
            .. new (OfferBenefit? Benefit, OfferSide To, bool After)[]
            {
                (definition.Benefit, OfferSide.Me, false),
                (referral?.OnUse.Referrer, OfferSide.Me, false),
                (referral?.OnUse.Referred, OfferSide.NewMember, false),
                (referral?.OnPurchase?.Referrer, OfferSide.Me, true),
                (referral?.OnPurchase?.Referred, OfferSide.NewMember, true),
            }
                .Where(one => one.Benefit is not null)
                .Select(one => Of(one.Benefit!, one.To, one.After, member)),
        ];
    }

    private static OfferGift Of(OfferBenefit benefit, OfferSide to, bool after, Member member) =>
        new(
            to,
            after,
            benefit.Points?.Points,
            benefit.Points?.Currency.Value,
            benefit.Voucher?.Kind,
            benefit.Voucher is { Kind: not Domain.Offers.VoucherKind.Free } voucher ? voucher.Value : null,
            benefit.Voucher?.ValidDays,
            benefit.Badge?.Texts.For(member, language: null).Title
        );
}

/// <summary>A mark of honour that the member has.</summary>
/// <param name="Code">The club's code.</param>
/// <param name="Title">The name, in the member's language or the nearest that there is.</param>
/// <param name="Description">More about it.</param>
/// <param name="ReceivedAt">When the member first got it.</param>
/// <param name="Times">How often.</param>
public sealed record MemberBadge(string Code, string Title, string? Description, DateTimeOffset ReceivedAt, int Times);

/// <summary>The member's referral code and what came of it. Nothing of whom it brought.</summary>
/// <param name="Code">To be passed on.</param>
/// <param name="Brought">New members who used it.</param>
/// <param name="Waiting">Those of them who have still to earn.</param>
/// <param name="Completed">Those of them who have.</param>
/// <param name="Expired">Those of them who did not in time.</param>
public sealed record MemberReferral(string Code, int Brought, int Waiting, int Completed, int Expired)
{
    internal static MemberReferral Of(ReferralSummary summary) =>
        new(summary.Code, summary.Total, summary.Waiting, summary.Completed, summary.Expired);
}

internal static class MemberTexts
{
    /// <summary>In the language asked for, else in the member's own, else the first.</summary>
    public static RewardText For(this IReadOnlyList<RewardText> texts, Member member, string? language) =>
        texts.In(language is null ? member.PreferredLanguage : LanguageTag.Canonical(language) ?? language);
}
