using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;

namespace Loyalty.Application.Offers;

/// <summary>An offer as staff write it.</summary>
/// <param name="Trigger">what it waits for.</param>
/// <param name="Texts">1 to 20, each in a language of its own; the first is shown to whoever speaks none of them.</param>
/// <param name="Audience">who gets it, and of a referral the new member; left out for all members.</param>
/// <param name="From">grants from this instant on, and looks at nothing before it; left out: since it was published.</param>
/// <param name="Until">grants nothing from this instant on; left out for no end.</param>
/// <param name="Benefit">what one grant gives; left out with <c>referral</c>, which has its own.</param>
/// <param name="BirthdayDaysBefore">with <c>birthday</c>: 0 to 60 days before it.</param>
/// <param name="DormantMonths">with <c>dormant</c>: 1 to 60 months in which the member has earned nothing.</param>
/// <param name="Referral">with <c>referral</c>.</param>
/// <param name="Challenge">with <c>challenge</c>.</param>
/// <param name="Budget">how much may be given in all; left out for no limit.</param>
public sealed record OfferDocument(
    OfferTrigger? Trigger = null,
    IReadOnlyList<RewardTextDocument>? Texts = null,
    RewardEligibilityDocument? Audience = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null,
    OfferBenefitDocument? Benefit = null,
    int? BirthdayDaysBefore = null,
    int? DormantMonths = null,
    ReferralTermsDocument? Referral = null,
    ChallengeDocument? Challenge = null,
    OfferBudgetDocument? Budget = null
)
{
    public static OfferDocument Of(OfferDefinition definition) =>
        new(
            definition.Trigger,
            Written(definition.Texts),
            RewardEligibilityDocument.Of(definition.Audience),
            definition.From,
            definition.Until,
            OfferBenefitDocument.Of(definition.Benefit),
            definition.Trigger == OfferTrigger.Birthday ? definition.BirthdayDaysBefore : null,
            definition.Trigger == OfferTrigger.Dormant ? definition.DormantMonths : null,
            ReferralTermsDocument.Of(definition.Referral),
            ChallengeDocument.Of(definition.Challenge),
            new OfferBudgetDocument(definition.Budget.Grants, definition.Budget.Points)
        );

    internal static IReadOnlyList<RewardTextDocument> Written(IReadOnlyList<Domain.Rewards.RewardText> texts) =>
        [.. texts.Select(text => new RewardTextDocument(text.Language, text.Title, text.Description, text.Terms))];
}

/// <summary>How much an offer may give in all. It is never exceeded; what it cannot give any more is not owed.</summary>
/// <param name="Grants">one for each member and occasion; left out for no limit.</param>
/// <param name="Points">of benefits that are points; left out for no limit.</param>
public sealed record OfferBudgetDocument(long? Grants = null, long? Points = null);

/// <summary>What one grant gives: at least one of these.</summary>
/// <param name="Points">posted by the ledger, paid by the club.</param>
/// <param name="Voucher">takes something off the price of one redemption.</param>
/// <param name="Badge">a mark of honour.</param>
public sealed record OfferBenefitDocument(
    PointsBenefitDocument? Points = null,
    VoucherBenefitDocument? Voucher = null,
    BadgeDocument? Badge = null
)
{
    internal static OfferBenefitDocument? Of(OfferBenefit? benefit) =>
        benefit is null
            ? null
            : new OfferBenefitDocument(
                benefit.Points is { } points ? new PointsBenefitDocument(points.Currency.Value, points.Points) : null,
                benefit.Voucher is { } voucher
                    ? new VoucherBenefitDocument(
                        voucher.Kind,
                        voucher.Kind == VoucherKind.Free ? null : voucher.Value,
                        [.. voucher.Rewards.Select(reward => reward.ToString())],
                        voucher.ValidDays
                    )
                    : null,
                benefit.Badge is { } badge ? new BadgeDocument(badge.Code, OfferDocument.Written(badge.Texts)) : null
            );
}

/// <param name="Currency">the code of a redeemable point currency.</param>
/// <param name="Points">at least 1.</param>
public sealed record PointsBenefitDocument(string? Currency = null, long? Points = null);

/// <param name="Kind"><c>percent</c>, <c>points</c> or <c>free</c>.</param>
/// <param name="Value">percent, 1 to 99, or points, at least 1; left out with <c>free</c>.</param>
/// <param name="Rewards">ids of at most 50 rewards that it is for; empty for all.</param>
/// <param name="ValidDays">from the grant on, 1 to 3660.</param>
public sealed record VoucherBenefitDocument(
    VoucherKind? Kind = null,
    long? Value = null,
    IReadOnlyList<string>? Rewards = null,
    int? ValidDays = null
);

/// <param name="Code">the club's own: small letters, digits and hyphens.</param>
/// <param name="Texts">as those of the offer.</param>
public sealed record BadgeDocument(string? Code = null, IReadOnlyList<RewardTextDocument>? Texts = null);

/// <param name="UseWithinDays">days from the new member's enrolment within which a code can be used, 1 to 366.</param>
/// <param name="PerReferrerMax">how many new members of one member count in each <paramref name="Period"/>; left out for no limit.</param>
/// <param name="Period">with <paramref name="PerReferrerMax"/>; <c>lifetime</c> when left out.</param>
/// <param name="OnUse">given when the code is used.</param>
/// <param name="OnPurchase">given once the new member has earned; left out for nothing.</param>
/// <param name="Purchase">what must be earned; with <paramref name="OnPurchase"/>.</param>
public sealed record ReferralTermsDocument(
    int? UseWithinDays = null,
    int? PerReferrerMax = null,
    CapPeriod? Period = null,
    ReferralBenefitsDocument? OnUse = null,
    ReferralBenefitsDocument? OnPurchase = null,
    ReferralPurchaseDocument? Purchase = null
)
{
    internal static ReferralTermsDocument? Of(ReferralTerms? terms) =>
        terms is null
            ? null
            : new ReferralTermsDocument(
                terms.UseWithinDays,
                terms.PerReferrerMax,
                terms.PerReferrerMax is null ? null : terms.Period,
                ReferralBenefitsDocument.Of(terms.OnUse),
                ReferralBenefitsDocument.Of(terms.OnPurchase),
                terms.Purchase is { } purchase
                    ? new ReferralPurchaseDocument(
                        purchase.WithinDays,
                        purchase.AmountMin,
                        purchase.PointsMin,
                        purchase.DelayDays
                    )
                    : null
            );
}

/// <param name="Referrer">for the member whose code it is.</param>
/// <param name="Referred">for the new member.</param>
public sealed record ReferralBenefitsDocument(
    OfferBenefitDocument? Referrer = null,
    OfferBenefitDocument? Referred = null
)
{
    internal static ReferralBenefitsDocument? Of(ReferralBenefits? benefits) =>
        benefits is null
            ? null
            : new(OfferBenefitDocument.Of(benefits.Referrer), OfferBenefitDocument.Of(benefits.Referred));
}

/// <summary>The first accrual of the new member that counts; all that is given must hold of one event.</summary>
/// <param name="WithinDays">days from the use of the code on, 1 to 366.</param>
/// <param name="AmountMin">of one transaction, what was returned aside.</param>
/// <param name="PointsMin">of one event, what was taken back aside; 1 when left out.</param>
/// <param name="DelayDays">days, 0 to 366, that it must stand before it counts; 0 when left out.</param>
public sealed record ReferralPurchaseDocument(
    int? WithinDays = null,
    Money? AmountMin = null,
    long? PointsMin = null,
    int DelayDays = 0
);

/// <param name="Counts"><c>transactions</c> of partners, or <c>interactions</c> that the club recorded.</param>
/// <param name="Partner">with transactions: a partner's id.</param>
/// <param name="Category">with transactions: the partner's code.</param>
/// <param name="Operation">with transactions: the partner's code.</param>
/// <param name="AmountMin">with transactions: the least amount of one, what was returned aside.</param>
/// <param name="Interaction">with interactions: only of this kind.</param>
/// <param name="Goal">how often, or how many months in a row: 1 to 1000.</param>
/// <param name="Window">within what time.</param>
/// <param name="Days">with <c>rollingDays</c>: 1 to 3660.</param>
public sealed record ChallengeDocument(
    ChallengeCount? Counts = null,
    string? Partner = null,
    string? Category = null,
    string? Operation = null,
    Money? AmountMin = null,
    InteractionKind? Interaction = null,
    int? Goal = null,
    ChallengeWindow? Window = null,
    int? Days = null
)
{
    internal static ChallengeDocument? Of(Challenge? challenge) =>
        challenge is null
            ? null
            : new ChallengeDocument(
                challenge.Counts,
                challenge.Partner?.ToString(),
                challenge.Category,
                challenge.Operation,
                challenge.AmountMin,
                challenge.Interaction,
                challenge.Goal,
                challenge.Window,
                challenge.Days
            );
}
