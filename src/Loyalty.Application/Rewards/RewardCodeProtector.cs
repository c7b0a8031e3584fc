using System.Text;
using Loyalty.Domain.Rewards;
using Microsoft.AspNetCore.DataProtection;

namespace Loyalty.Application.Rewards;

/// <summary>Encrypts voucher codes for the database. The reward's and the code's ids are part of the purpose, so that a code moved to
/// another row cannot be decrypted.</summary>
public sealed class RewardCodeProtector(IDataProtectionProvider provider)
{
    public byte[] Protect(RewardId reward, RewardCodeId id, string code) =>
        Protector(reward, id).Protect(Encoding.UTF8.GetBytes(code));

    /// <exception cref="System.Security.Cryptography.CryptographicException">made with keys that are not there.</exception>
    public string Unprotect(RewardCode code) =>
        Encoding.UTF8.GetString(Protector(code.RewardId, code.Id).Unprotect(code.EncryptedCode));

    private IDataProtector Protector(RewardId reward, RewardCodeId id) =>
        provider.CreateProtector("Loyalty.Rewards.Code", "v1", reward.ToString(), id.ToString());
}
