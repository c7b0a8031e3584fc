using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Loyalty.Identity.Clients;

/// <summary>
/// Two kinds by origin of the secret: what was generated here has 256 bits of entropy, for which one SHA-256 is enough; what a
/// person chose is stretched by PBKDF2 (RFC 8018, section 5.2).
/// </summary>
internal static class SecretHash
{
    private const int PbkdfIterations = 210_000;
    private const string FastPrefix = "sha256";
    private const string SlowPrefix = "pbkdf2-sha256";

    public static string OfGenerated(string secret) => $"{FastPrefix}${Base64Url.EncodeToString(Fast(secret))}";

    public static string OfChosen(string secret)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var iterations = PbkdfIterations.ToString(CultureInfo.InvariantCulture);
        return $"{SlowPrefix}${iterations}${Base64Url.EncodeToString(salt)}${Base64Url.EncodeToString(Slow(secret, salt, PbkdfIterations))}";
    }

    public static bool Matches(string hash, string secret) =>
        hash.Split('$') switch
        {
            [FastPrefix, var expected] => Same(expected, Fast(secret)),
            [SlowPrefix, var iterations, var salt, var expected] => Same(
                expected,
                Slow(secret, Base64Url.DecodeFromChars(salt), int.Parse(iterations, CultureInfo.InvariantCulture))
            ),
            _ => false,
        };

    private static bool Same(string expected, byte[] actual) =>
        CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(expected), actual);

    private static byte[] Fast(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static byte[] Slow(string secret, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret), salt, iterations, HashAlgorithmName.SHA256, 32);
}
