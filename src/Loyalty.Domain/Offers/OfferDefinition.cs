using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;

namespace Loyalty.Domain.Offers;

/// <summary>What an offer waits for.</summary>
public enum OfferTrigger
{
    /// <summary>The member has enrolled.</summary>
    Welcome,

    /// <summary>The member's birthday comes near.</summary>
    Birthday,

    /// <summary>The member has earned nothing for months.</summary>
    Dormant,

    /// <summary>A new member names the member who brought them.</summary>
    Referral,

    /// <summary>The member has done something often enough.</summary>
    Challenge,
}

/// <summary>What an offer is: whom it is for, what it waits for, what it gives and how much of that there is.</summary>
public sealed record OfferDefinition
{
    public const int BirthdayDaysMax = 60;
    public const int DormantMonthsMax = 60;
    public const int ValidDaysMax = 3_660;
    public const int VoucherRewardsMax = 50;
    public const int BadgeCodeLengthMax = 60;
    public const long BudgetMax = 1_000_000_000_000;

    public OfferTrigger Trigger { get; init; }

    /// <summary>By language; the first is shown to whoever speaks none of them.</summary>
    public IReadOnlyList<RewardText> Texts { get; init; } = [];

    /// <summary>Who gets it; of a referral, the new member.</summary>
    public RewardEligibility Audience { get; init; } = new();

    /// <summary>From this instant on; null: since it was published. It may lie in the past: a challenge then counts from it.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Nothing is granted from this instant on; null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What is given; null for a referral alone, whose terms say it.</summary>
    public OfferBenefit? Benefit { get; init; }

    /// <summary>Of a birthday: how many days before it, in the programme's zone.</summary>
    public int BirthdayDaysBefore { get; init; }

    /// <summary>Of a dormant member: how many months without an accrual.</summary>
    public int DormantMonths { get; init; }

    public ReferralTerms? Referral { get; init; }

    public Challenge? Challenge { get; init; }

    public OfferBudget Budget { get; init; } = new();

    /// <summary>All that it may give, on whatever step.</summary>
    public IEnumerable<OfferBenefit> Benefits =>
        (
            (OfferBenefit?[])
                [
                    Benefit,
                    Referral?.OnUse.Referrer,
                    Referral?.OnUse.Referred,
                    Referral?.OnPurchase?.Referrer,
                    Referral?.OnPurchase?.Referred,
                ]
        ).OfType<OfferBenefit>();
}

/// <summary>How much an offer may give in all; null for no limit. It can never be exceeded.</summary>
/// <param name="Grants">one for each member and occasion.</param>
/// <param name="Points">of the benefits that are points.</param>
public sealed record OfferBudget(long? Grants = null, long? Points = null);

/// <summary>What one grant gives: at least one of these.</summary>
public sealed record OfferBenefit(PointsBenefit? Points = null, VoucherBenefit? Voucher = null, Badge? Badge = null);

/// <summary>Points that the club pays for.</summary>
/// <param name="Points">at least 1.</param>
public sealed record PointsBenefit(PointCurrencyCode Currency, long Points);

/// <summary>What a voucher takes off the price of one redemption.</summary>
public enum VoucherKind
{
    /// <summary>A share, rounded down to whole points.</summary>
    Percent,

    /// <summary>So many points, at most the whole price.</summary>
    Points,

    /// <summary>All of its points.</summary>
    Free,
}

/// <param name="Value">percent (1 to 99) or points (at least 1); 0 of a free one.</param>
/// <param name="Rewards">for one of these; empty: for all.</param>
/// <param name="ValidDays">from the grant on, at least 1.</param>
public sealed record VoucherBenefit(VoucherKind Kind, long Value, IReadOnlyList<RewardId> Rewards, int ValidDays);

/// <summary>A mark of honour that a member keeps.</summary>
/// <param name="Code">the club's own: small letters, digits and hyphens.</param>
/// <param name="Texts">by language; at least one.</param>
public sealed record Badge(string Code, IReadOnlyList<RewardText> Texts);
