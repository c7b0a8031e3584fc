using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Loyalty.Api.Authentication;

/// <summary>A certificate of the key ring cannot be used. The message names the setting and the file.</summary>
public sealed class KeyRingException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Configuration section <c>KeyRing</c>: with what the key ring in the database is encrypted, which itself encrypts partners'
/// secrets, voucher codes and the issuer's signing keys.</summary>
public sealed class KeyRingSettings
{
    public const string SectionName = "KeyRing";

    /// <summary>The first encrypts new keys; those after it open keys that they encrypted earlier. Empty: the key ring is readable for
    /// whoever reads the database.</summary>
    public IReadOnlyList<CertificateFile> Certificates { get; set; } = [];

    /// <exception cref="KeyRingException">a file is not there, does not open with its password, or has no private key of RSA.</exception>
    public IReadOnlyList<X509Certificate2> Load() => [.. Certificates.Select(Load)];

    private static X509Certificate2 Load(CertificateFile file, int index)
    {
        var name = $"{SectionName}:Certificates:{index}";
        try
        {
            var certificate = file.IsPkcs12
                ? X509CertificateLoader.LoadPkcs12FromFile(file.Path, file.Password)
                : file.FromPem();
            return certificate.GetRSAPrivateKey() is not null
                ? certificate
                : throw new KeyRingException($"{name}: '{file.Path}' has no private key of RSA.");
        }
        catch (Exception exception)
            when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException
            )
        {
            throw new KeyRingException(
                $"{name}: '{file.Path}' cannot be read as a certificate with its private key: {exception.Message}",
                exception
            );
        }
    }

    public sealed class CertificateFile
    {
        /// <summary>Of PKCS #12 where it ends with <c>.pfx</c> or <c>.p12</c>; else of PEM, with the certificate and its key.</summary>
        public string Path { get; set; } = "";

        /// <summary>Null where the file has none.</summary>
        public string? Password { get; set; }

        internal bool IsPkcs12 =>
            Path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase)
            || Path.EndsWith(".p12", StringComparison.OrdinalIgnoreCase);

        internal X509Certificate2 FromPem() =>
            Password is null
                ? X509Certificate2.CreateFromPemFile(Path)
                : X509Certificate2.CreateFromEncryptedPemFile(Path, Password);
    }
}
