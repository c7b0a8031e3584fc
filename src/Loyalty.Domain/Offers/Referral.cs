using System.Security.Cryptography;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Offers;

/// <summary>How the club rewards members who bring others.</summary>
/// <param name="UseWithinDays">from the new member's enrolment on, at least 1.</param>
/// <param name="PerReferrerMax">how many new members of one member count in a period; null for no limit.</param>
/// <param name="Period">in which they are counted.</param>
/// <param name="OnUse">given as soon as the code is used.</param>
/// <param name="OnPurchase">given once the new member has earned; null for nothing.</param>
/// <param name="Purchase">what must be earned; set with <paramref name="OnPurchase"/>.</param>
public sealed record ReferralTerms(
    int UseWithinDays,
    int? PerReferrerMax,
    CapPeriod Period,
    ReferralBenefits OnUse,
    ReferralBenefits? OnPurchase,
    ReferralPurchase? Purchase
)
{
    public const int DaysMax = 366;
    public const int PerReferrerLimitMax = 1_000_000;
}

/// <summary>What one stage gives; null for nothing.</summary>
public sealed record ReferralBenefits(OfferBenefit? Referrer = null, OfferBenefit? Referred = null);

/// <summary>The first accrual that counts: all that is named must hold.</summary>
/// <param name="WithinDays">from the use of the code on.</param>
/// <param name="AmountMin">of one transaction, in its currency, net of reversals; null for any.</param>
/// <param name="PointsMin">of one event, net of reversals; null for any above 0.</param>
/// <param name="DelayDays">how long it must stand before it counts, so that a return comes first.</param>
public sealed record ReferralPurchase(int WithinDays, Money? AmountMin, long? PointsMin, int DelayDays);

public enum ReferralStage
{
    /// <summary>The code was used; what that gives is being granted.</summary>
    Used,

    /// <summary>The new member has still to earn.</summary>
    Waiting,

    Completed,

    /// <summary>The new member did not earn in time.</summary>
    Expired,
}

/// <summary>A member's code that brings others. Not a secret: it is meant to be passed on.</summary>
public sealed class ReferralCode
{
    public const int Length = 8;

    /// <summary>Without 0, O, 1, I, L and U, which look or sound like others.</summary>
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    public required string Code { get; init; }

    public required MemberId MemberId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>One of 30 to the eighth, by a cryptographic source.</summary>
    public static string NewCode() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>As it is kept: capitals, without the blanks and hyphens that people put in. Null for what is no code.</summary>
    public static string? Canonical(string? text)
    {
        if (text is null or { Length: > 4 * Length })
        {
            return null;
        }

        var code = string.Concat(text.Where(c => c is not (' ' or '-'))).ToUpperInvariant();
        return code.Length == Length && code.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) ? code : null;
    }
}

/// <summary>A new member has used a member's code. One a new member, ever.</summary>
public sealed class Referral
{
    public required ReferralId Id { get; init; }

    public required OfferId OfferId { get; init; }

    public required MemberId ReferrerId { get; init; }

    public required MemberId ReferredId { get; init; }

    public required DateTimeOffset UsedAt { get; init; }

    public ReferralStage Stage { get; set; } = ReferralStage.Used;

    /// <summary>When somebody looks at it next; null when it is over.</summary>
    public DateTimeOffset? NextLookAt { get; set; }
}
