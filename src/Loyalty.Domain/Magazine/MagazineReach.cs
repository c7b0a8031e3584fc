using Loyalty.Domain.Members;

namespace Loyalty.Domain.Magazine;

/// <summary>What decides whether a copy can reach a member.</summary>
public sealed record MagazineReach
{
    public required MemberId MemberId { get; init; }

    public required MemberStatus Status { get; init; }

    /// <summary>As it stands on a label without an addressee.</summary>
    public required string Name { get; init; }

    public string? PreferredLanguage { get; init; }

    public PostalAddress? Address { get; init; }

    /// <summary>The primary address as it was given; null for none.</summary>
    public string? Email { get; init; }

    /// <summary>Of <see cref="Email"/>; see <see cref="EmailAddress.Normalized"/>.</summary>
    public string? NormalizedEmail { get; init; }

    /// <summary>Over which the member has agreed to magazines.</summary>
    public IReadOnlyCollection<ConsentChannel> Consents { get; init; } = [];

    /// <summary>Addresses from which something came back.</summary>
    public IReadOnlyCollection<ReturnedAddress> Returned { get; init; } = [];

    /// <summary>Of the address that the channel uses now; null where there is none, or none is needed.</summary>
    public byte[]? FingerprintOf(MagazineChannel channel) =>
        channel switch
        {
            MagazineChannel.Post when Address is { } address => ReturnedAddress.FingerprintOf(address),
            MagazineChannel.Email when NormalizedEmail is { } email => ReturnedAddress.FingerprintOf(email),
            _ => null,
        };

    /// <summary>Null when a copy can reach the member; else the first reason why not.</summary>
    public CopyObstacle? WhyNot(MagazineChannel channel)
    {
        if (!Status.Allows(MemberOperation.Message))
        {
            return CopyObstacle.AccountStatus;
        }

        if (channel.Consent() is not { } consent)
        {
            return null;
        }

        if (!Consents.Contains(consent))
        {
            return CopyObstacle.Consent;
        }

        return FingerprintOf(channel) is not { } fingerprint ? CopyObstacle.NoAddress
            : Returned.Any(one => one.Channel == channel && one.Fingerprint.AsSpan().SequenceEqual(fingerprint))
                ? CopyObstacle.AddressReturned
            : null;
    }
}
