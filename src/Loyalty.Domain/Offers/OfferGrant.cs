using System.Globalization;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Offers;

/// <summary>What an offer gave a member on an occasion. Its key makes it happen once.</summary>
public sealed class OfferGrant
{
    public const int OccasionLengthMax = 60;

    public required GrantId Id { get; init; }

    public required OfferId OfferId { get; init; }

    /// <summary>Of the offer as it granted.</summary>
    public required long OfferVersion { get; init; }

    public required MemberId MemberId { get; init; }

    /// <summary>What it was granted for, such as <c>birthday/2026</c>; see <see cref="Occasions"/>.</summary>
    public required string Occasion { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    public PointCurrencyCode? Currency { get; init; }

    /// <summary>0 when it gave none.</summary>
    public long Points { get; init; }

    /// <summary>When the ledger is to post the points; null when there is nothing to post, or no more.</summary>
    public DateTimeOffset? PointsDueAt { get; set; }

    /// <summary>Why the ledger would not post the points, as a problem's code; null when it did, or has not been asked.</summary>
    public string? PointsRefusal { get; set; }

    /// <summary>The code of the badge that it gave.</summary>
    public string? Badge { get; init; }

    /// <summary>The operation that posts its points.</summary>
    public OperationKey OperationKey =>
        OperationKey.Of(OperationKind.OfferGrant, LedgerOperation.BySystem, Id.ToString());
}

/// <summary>What grants are made for, once each for a member.</summary>
public static class Occasions
{
    public const string Welcome = "welcome";

    /// <param name="year">of the birthday, whatever day it is changed to.</param>
    public static string Birthday(int year) => string.Create(CultureInfo.InvariantCulture, $"birthday/{year}");

    /// <param name="number">of the member's times without an accrual that the offer has answered, from 1.</param>
    public static string Dormant(int number) => string.Create(CultureInfo.InvariantCulture, $"dormant/{number}");

    /// <param name="window">a year, or the number of the completion from 1.</param>
    public static string Challenge(int window) => string.Create(CultureInfo.InvariantCulture, $"challenge/{window}");

    /// <param name="stage">1 at the use of the code, 2 after the purchase.</param>
    public static string Referral(ReferralId referral, int stage) =>
        string.Create(CultureInfo.InvariantCulture, $"{referral}/{stage}");
}

/// <summary>How much of an offer was given, of one limit. Conditional statements count it, so that grants at once cannot pass the
/// limit together.</summary>
public sealed class OfferCount
{
    public const int KeyLengthMax = 60;

    public const string Grants = "grants";
    public const string Points = "points";

    public required OfferId OfferId { get; init; }

    /// <summary><see cref="Grants"/>, <see cref="Points"/>, or what <see cref="OfReferrer"/> gives.</summary>
    public required string Key { get; init; }

    public required long Taken { get; set; }

    /// <param name="from">the first day of the period.</param>
    public static string OfReferrer(MemberId member, DateOnly from) =>
        string.Create(CultureInfo.InvariantCulture, $"{member}/{from:yyyy-MM-dd}");
}
