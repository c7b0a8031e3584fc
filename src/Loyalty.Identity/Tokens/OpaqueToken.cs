using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Loyalty.Identity.Tokens;

/// <summary>Codes, refresh tokens and generated secrets: 256 random bits as 43 characters, kept only as a hash.</summary>
internal static class OpaqueToken
{
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>An identifier that sorts by time and is nobody's secret.</summary>
    public static string Id(string prefix, DateTimeOffset now) => $"{prefix}_{Guid.CreateVersion7(now):N}";
}
