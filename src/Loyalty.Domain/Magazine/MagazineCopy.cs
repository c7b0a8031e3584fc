using Loyalty.Domain.Members;

namespace Loyalty.Domain.Magazine;

public enum CopyStatus
{
    /// <summary>The subscriber gets none, for <see cref="MagazineCopy.Obstacle"/>.</summary>
    Skipped,

    /// <summary>Addressed, not yet on its way.</summary>
    Ready,

    /// <summary>On its way; taken for delivered unless it comes back.</summary>
    Sent,

    /// <summary>It came back.</summary>
    Returned,
}

/// <summary>What keeps a copy from a member.</summary>
public enum CopyObstacle
{
    /// <summary>The status of the account: the member is not written to.</summary>
    AccountStatus,

    /// <summary>The member is not, or no longer, among those who may have it.</summary>
    NotEntitled,

    /// <summary>The member has not agreed to magazines over this channel.</summary>
    Consent,

    /// <summary>There is no address for the channel.</summary>
    NoAddress,

    /// <summary>A copy came back from the address, and it was not changed since.</summary>
    AddressReturned,

    /// <summary>The household has had its copies of this issue.</summary>
    HouseholdServed,

    /// <summary>The publication no longer appears over this channel.</summary>
    ChannelClosed,
}

/// <summary>One copy of an issue for one subscription, with the address of the freeze; or why there is none.</summary>
public sealed class MagazineCopy
{
    public const int RegionLengthMax = 10;
    public const int ReasonLengthMax = 60;
    public const int PostalCodeLengthMax = 20;

    public required CopyId Id { get; init; }

    public required IssueId IssueId { get; init; }

    public required SubscriptionId SubscriptionId { get; init; }

    public required MemberId MemberId { get; init; }

    public required MagazineChannel Channel { get; init; }

    public required string Language { get; init; }

    public required CopyStatus Status { get; set; }

    /// <summary>Of a skipped one.</summary>
    public CopyObstacle? Obstacle { get; init; }

    /// <summary>Of a printed one whose publication counts by household.</summary>
    public HouseholdId? HouseholdId { get; init; }

    /// <summary>Which of the household's copies, from 0; unique within the issue.</summary>
    public int? HouseholdPlace { get; init; }

    /// <summary>Country and the first digits of the postal code, for figures: <c>CZ-11</c>. Empty of what is not printed.</summary>
    public string Region { get; init; } = "";

    /// <summary>Of a printed one, by which labels are sorted; empty where the address has none.</summary>
    public string PostalCode { get; set; } = "";

    /// <summary>Of a printed one, the alpha-2 code by which labels are sorted first; else empty.</summary>
    public string Country { get; init; } = "";

    /// <summary>The lines of the label, or the mail address; null once the member was erased, and of what has none.</summary>
    public string? Recipient { get; set; }

    /// <summary>Of <see cref="Recipient"/>; see <see cref="ReturnedAddress.FingerprintOf(PostalAddress)"/>.</summary>
    public byte[]? AddressFingerprint { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The day on which it came back, as the post said.</summary>
    public DateOnly? ReturnedOn { get; set; }

    /// <summary>Why it came back, as the post or the mail provider said.</summary>
    public string? ReturnReason { get; set; }

    /// <summary>By which labels are sorted: the postal code without blanks.</summary>
    public static string SortingCodeOf(PostalAddress address) =>
        new string([.. (address.PostalCode ?? "").Where(c => !char.IsWhiteSpace(c))]).ToUpperInvariant();

    /// <summary>By which figures are told apart.</summary>
    public static string RegionOf(PostalAddress address)
    {
        var digits = new string([.. (address.PostalCode ?? "").Where(char.IsAsciiLetterOrDigit).Take(2)]);
        return digits.Length == 0 ? address.Country : $"{address.Country}-{digits.ToUpperInvariant()}";
    }
}
