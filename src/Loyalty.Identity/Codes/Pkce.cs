using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Loyalty.Identity.Codes;

/// <summary>Proof key for code exchange, method S256 only (RFC 7636, sections 4.1, 4.2 and 4.6).</summary>
internal static class Pkce
{
    public static bool IsChallenge(string value) =>
        value.Length == 43 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static bool IsVerifier(string value) =>
        value.Length is >= 43 and <= 128
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~');

    public static bool Matches(string challenge, string verifier) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
            Encoding.ASCII.GetBytes(challenge)
        );
}
