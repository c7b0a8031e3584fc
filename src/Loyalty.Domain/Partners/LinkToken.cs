using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Partners;

/// <summary>What a member shows a partner so that it can link its customer to the member: good once, for a few minutes. Only its
/// hash is kept.</summary>
public sealed class LinkToken
{
    public const string Prefix = "lnk_";

    /// <summary>Random bytes of a token, before encoding.</summary>
    public const int RandomBytes = 24;

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int TextLength = 4 + 32;

    /// <summary>SHA-256, 32 bytes.</summary>
    public required byte[] TokenHash { get; init; }

    public required MemberId MemberId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null while it was not used.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    public PartnerId? UsedBy { get; set; }

    public static string NewText() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>False for what cannot be a token by its form.</summary>
    public static bool TryHash(string? text, [NotNullWhen(true)] out byte[]? hash)
    {
        hash =
            text is { Length: TextLength } && text.StartsWith(Prefix, StringComparison.Ordinal)
                ? SHA256.HashData(Encoding.UTF8.GetBytes(text))
                : null;
        return hash is not null;
    }
}
