using System.Security.Cryptography.X509Certificates;
using Loyalty.Identity.Storage;

namespace Loyalty.Identity;

/// <summary>What the host decides about the issuer. Read when first needed, so that a host may still configure it after registration.</summary>
public sealed class LoyaltyIdentityOptions
{
    /// <summary>The longest life an access token may have, because a self-contained token cannot be called back.</summary>
    public static readonly TimeSpan AccessTokenLifetimeMax = TimeSpan.FromMinutes(10);

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>May name the same database as the host's own context: tables and migrations history are kept apart.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// The public address, exactly as clients see it, without a trailing slash. Absolute, without query or fragment, and https
    /// unless it is a loopback address (RFC 8414, section 2).
    /// </summary>
    public string Issuer { get; set; } = "";

    /// <summary>Keeps protected data of other applications on the same key ring apart. Nodes of one installation share it.</summary>
    public string ApplicationName { get; set; } = "Loyalty";

    /// <summary>
    /// Protect the data protection key ring, which otherwise lies readable in the database. The first one encrypts, every one may
    /// decrypt, so that a certificate can be replaced. Read once, at registration.
    /// </summary>
    public IList<X509Certificate2> KeyRingCertificates { get; } = [];

    /// <summary>For keys made from now on; keys already made stay what they are.</summary>
    public SigningAlgorithm SigningAlgorithm { get; set; } = SigningAlgorithm.RS256;

    /// <summary>How long a key signs before the next one takes over.</summary>
    public TimeSpan KeyRotationInterval { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a new key is published before it signs. Must exceed the time for which anyone caches the key set.</summary>
    public TimeSpan KeyPropagationTime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a key that no longer signs is still published. Must exceed the life of any token.</summary>
    public TimeSpan KeyRetentionTime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Life of an authorization code; at most 10 minutes by RFC 6749, section 4.1.2.</summary>
    public TimeSpan AuthorizationCodeLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a browser stays signed in at the issuer.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Failed attempts for one account name, known or not, before it is closed for the rest of <see cref="SignInWindow"/>.</summary>
    public int SignInFailuresPerAccountMax { get; set; } = 10;

    /// <summary>Failed attempts from one network address (IPv6: one /64) in <see cref="SignInWindow"/>.</summary>
    public int SignInFailuresPerAddressMax { get; set; } = 100;

    public TimeSpan SignInWindow { get; set; } = TimeSpan.FromMinutes(15);

    internal bool IssuerIsSecure => Issuer.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return "ConnectionString is missing.";
        }
        if (
            !Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer)
            || issuer.Scheme is not ("http" or "https")
            || issuer.Query.Length > 0
            || issuer.Fragment.Length > 0
            || Issuer.EndsWith('/')
        )
        {
            yield return "Issuer must be an absolute http(s) address without query, fragment or trailing slash.";
        }
        else if (issuer.Scheme == "http" && !issuer.IsLoopback)
        {
            yield return "Issuer must be https unless it is a loopback address.";
        }
        if (KeyRotationInterval <= KeyPropagationTime || KeyPropagationTime < TimeSpan.FromHours(2))
        {
            yield return "KeyPropagationTime must be at least two hours and less than KeyRotationInterval.";
        }
        if (KeyRetentionTime < AccessTokenLifetimeMax * 2)
        {
            yield return "KeyRetentionTime must be at least twenty minutes.";
        }
        if (AuthorizationCodeLifetime <= TimeSpan.Zero || AuthorizationCodeLifetime > TimeSpan.FromMinutes(10))
        {
            yield return "AuthorizationCodeLifetime must be between zero and ten minutes.";
        }
        if (SignInFailuresPerAccountMax < 1 || SignInFailuresPerAddressMax < 1 || SignInWindow <= TimeSpan.Zero)
        {
            yield return "The limits on sign-in must be positive.";
        }
    }
}

/// <summary>JWS algorithms (RFC 7518, section 3.1) the issuer can sign with.</summary>
public enum SigningAlgorithm
{
    /// <summary>RSA of 2048 bits with SHA-256; what every OpenID Connect client must understand.</summary>
    RS256,

    /// <summary>ECDSA on P-256 with SHA-256; shorter and quicker, not understood by every client.</summary>
    ES256,
}
