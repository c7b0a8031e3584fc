using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Loyalty.Domain.Partners;

/// <summary>
/// The symmetric signature of Standard Webhooks 1.0 (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md):
/// HMAC-SHA256 over <c>id.timestamp.body</c>. The text to sign is laid out in one buffer, head and body side by side, so
/// that signing and checking copy nothing.
/// </summary>
public static class WebhookSignature
{
    public const string SecretPrefix = "whsec_";
    public const int IdLengthMax = 64;

    /// <summary>Room to leave before the body for <c>id.timestamp.</c>.</summary>
    public const int HeadBytesMax = IdLengthMax + 1 + TimestampLength + 1;

    /// <summary>How many <c>v1</c> signatures a request may carry.</summary>
    public const int SignaturesMax = 8;

    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const int TimestampLength = 10;
    private const int SignatureHeaderLengthMax = 2_048;
    private const int SignatureLength = 44; // base64 of 32 bytes
    private const int KeyBytesMin = 24;
    private const int KeyBytesMax = 64;
    private static ReadOnlySpan<char> Version => "v1,";

    /// <summary>A new key as partners get it: <c>whsec_</c> and base64.</summary>
    public static string Format(ReadOnlySpan<byte> key) => SecretPrefix + Convert.ToBase64String(key);

    public static bool TryParseSecret(string? text, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (text is null || !text.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[KeyBytesMax];
        if (!Convert.TryFromBase64String(text[SecretPrefix.Length..], bytes, out var length) || length is < KeyBytesMin)
        {
            return false;
        }

        key = bytes[..length].ToArray();
        return true;
    }

    public static bool IsId(ReadOnlySpan<char> id)
    {
        if (id.Length is 0 or > IdLengthMax)
        {
            return false;
        }

        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Ten plain digits, and not further from <paramref name="now"/> than the tolerance, either way.</summary>
    public static bool IsTimely(ReadOnlySpan<char> timestamp, DateTimeOffset now) =>
        timestamp.Length == TimestampLength
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= (long)Tolerance.TotalSeconds;

    /// <summary>Writes <c>id.timestamp.</c> right before the body. Both must have been found sound.</summary>
    /// <param name="buffer">the body begins at <see cref="HeadBytesMax"/>.</param>
    /// <returns>Where the text to sign begins.</returns>
    public static int WriteHead(Span<byte> buffer, ReadOnlySpan<char> id, ReadOnlySpan<char> timestamp)
    {
        var start = HeadBytesMax - id.Length - timestamp.Length - 2;
        var at = start + Encoding.ASCII.GetBytes(id, buffer[start..]);
        buffer[at++] = (byte)'.';
        at += Encoding.ASCII.GetBytes(timestamp, buffer[at..]);
        buffer[at] = (byte)'.';
        return start;
    }

    /// <summary>The text to sign, for those who have no buffer at hand.</summary>
    public static byte[] TextToSign(string id, string timestamp, ReadOnlySpan<byte> body) =>
        [.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. body];

    /// <param name="signed">the text <c>id.timestamp.body</c>.</param>
    /// <returns>The value of the header: <c>v1,…</c>.</returns>
    public static string Sign(ReadOnlySpan<byte> key, ReadOnlySpan<byte> signed)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, signed, hash);
        return string.Concat(Version, Convert.ToBase64String(hash));
    }

    /// <summary>Whether one of the header's signatures was made with the key. Takes as long for each wrong one.</summary>
    /// <param name="header">signatures separated by single spaces; those of other versions are passed over.</param>
    public static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> signed, ReadOnlySpan<char> header)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[SignatureLength];
        HMACSHA256.HashData(key, signed, hash);
        Base64.EncodeToUtf8(hash, expected, out _, out _);
        if (header.Length > SignatureHeaderLengthMax)
        {
            return false;
        }

        var found = false;
        var count = 0;
        Span<byte> given = stackalloc byte[SignatureLength];
        foreach (var range in header.Split(' '))
        {
            var signature = header[range];
            if (!signature.StartsWith(Version, StringComparison.Ordinal))
            {
                continue;
            }

            if (++count > SignaturesMax)
            {
                return false;
            }

            // The text is compared, not what it decodes to, so that only the canonical base64 counts.
            var value = signature[Version.Length..];
            if (value.Length == SignatureLength && Ascii.IsValid(value))
            {
                Encoding.ASCII.GetBytes(value, given);
                found |= CryptographicOperations.FixedTimeEquals(given, expected);
            }
        }

        return found;
    }
}
