using System.Security.Cryptography;
using System.Text;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Magazine;

/// <summary>An address of a member from which something came back. It is known by its fingerprint, so that an address which the member
/// corrects is good again by itself.</summary>
public sealed class ReturnedAddress
{
    public const int FingerprintLength = SHA256.HashSizeInBytes;

    public required MemberId MemberId { get; init; }

    /// <summary>Post or e-mail.</summary>
    public required MagazineChannel Channel { get; init; }

    public required byte[] Fingerprint { get; init; }

    public required DateTimeOffset ReturnedAt { get; set; }

    /// <summary>As the post or the mail provider said.</summary>
    public required string Reason { get; set; }

    /// <summary>SHA-256 over all parts; blanks and capitals make no difference.</summary>
    public static byte[] FingerprintOf(PostalAddress address) =>
        Hash([
            "post",
            .. address.Street,
            address.PostalCode ?? "",
            address.City,
            address.Region ?? "",
            address.Country,
        ]);

    /// <param name="normalized">see <see cref="EmailAddress.Normalized"/>.</param>
    public static byte[] FingerprintOf(string normalized) => Hash(["email", normalized]);

    private static byte[] Hash(IEnumerable<string> parts) =>
        SHA256.HashData(
            Encoding.UTF8.GetBytes(
                string.Join(
                    '\n',
                    parts.Select(part => new string([.. part.Where(c => !char.IsWhiteSpace(c))]).ToUpperInvariant())
                )
            )
        );
}
