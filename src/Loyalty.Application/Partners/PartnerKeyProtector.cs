using Loyalty.Domain.Partners;
using Microsoft.AspNetCore.DataProtection;

namespace Loyalty.Application.Partners;

/// <summary>Encrypts partners' keys for the database. The partner and the secret are part of the purpose, so that a row moved to
/// another partner cannot be decrypted.</summary>
public sealed class PartnerKeyProtector(IDataProtectionProvider provider)
{
    public byte[] Protect(PartnerId partner, PartnerSecretId secret, byte[] key) =>
        Protector(partner, secret).Protect(key);

    /// <exception cref="System.Security.Cryptography.CryptographicException">made with keys that are not there.</exception>
    public byte[] Unprotect(PartnerSecret secret) =>
        Protector(secret.PartnerId, secret.Id).Unprotect(secret.EncryptedKey);

    private IDataProtector Protector(PartnerId partner, PartnerSecretId secret) =>
        provider.CreateProtector("Loyalty.Partners.WebhookSecret", "v1", partner.ToString(), secret.ToString());
}
