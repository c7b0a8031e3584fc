using System.Security.Cryptography;
using System.Text.Json;
using Loyalty.Identity.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;

namespace Loyalty.Identity.Keys;

/// <summary>Makes key pairs and opens them again.</summary>
internal static class KeyMaterial
{
    public static SigningKey Create(
        SigningAlgorithm algorithm,
        int sequence,
        DateTimeOffset now,
        DateTimeOffset activatesAt,
        IDataProtector protector
    )
    {
        var id = OpaqueToken.Id("key", now);
        using AsymmetricAlgorithm pair = algorithm switch
        {
            SigningAlgorithm.RS256 => RSA.Create(2048),
            SigningAlgorithm.ES256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No such algorithm."),
        };
        var pkcs8 = pair.ExportPkcs8PrivateKey();
        try
        {
            return new SigningKey
            {
                Id = id,
                Sequence = sequence,
                Algorithm = algorithm.ToString(),
                CreatedAt = now,
                ActivatesAt = activatesAt,
                PublicJwk = PublicJwk(pair, id, algorithm.ToString()),
                ProtectedPrivateKey = Base64UrlEncoder.Encode(protector.Protect(pkcs8)),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>Decrypts the private half.</summary>
    /// <exception cref="CryptographicException">The key ring that encrypted it is not at hand.</exception>
    public static SigningCredentials Open(SigningKey key, IDataProtector protector)
    {
        var pkcs8 = protector.Unprotect(Base64UrlEncoder.DecodeBytes(key.ProtectedPrivateKey));
        try
        {
            return new SigningCredentials(PrivateKey(key, pkcs8), key.Algorithm);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static AsymmetricSecurityKey PrivateKey(SigningKey key, byte[] pkcs8)
    {
        if (key.Algorithm == nameof(SigningAlgorithm.ES256))
        {
            var ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return new ECDsaSecurityKey(ecdsa) { KeyId = key.Id };
        }
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        return new RsaSecurityKey(rsa) { KeyId = key.Id };
    }

    private static string PublicJwk(AsymmetricAlgorithm pair, string id, string algorithm)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kid"] = id,
            ["use"] = "sig",
            ["alg"] = algorithm,
        };
        if (pair is RSA rsa)
        {
            var key = rsa.ExportParameters(includePrivateParameters: false);
            members["kty"] = "RSA";
            members["n"] = Base64UrlEncoder.Encode(key.Modulus!);
            members["e"] = Base64UrlEncoder.Encode(key.Exponent!);
        }
        else
        {
            var key = ((ECDsa)pair).ExportParameters(includePrivateParameters: false);
            members["kty"] = "EC";
            members["crv"] = "P-256";
            members["x"] = Base64UrlEncoder.Encode(key.Q.X!);
            members["y"] = Base64UrlEncoder.Encode(key.Q.Y!);
        }
        return JsonSerializer.Serialize(members);
    }
}
