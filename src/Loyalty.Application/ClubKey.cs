using System.Security.Cryptography;
using System.Text;
using Loyalty.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application;

/// <summary>The club's own key of HMAC-SHA256, under which something is known again that is not kept. What is hashed begins with a word
/// for its kind, so that no hash of one kind is one of another.</summary>
public sealed class ClubKey(IDataProtectionProvider protection)
{
    private const int KeyLength = 32;

    // The purpose is as old as the key: erased references were the first that needed it.
    private readonly IDataProtector protector = protection.CreateProtector("Loyalty.Members.ErasedReference", "v1");
    private volatile byte[]? key;

    public static byte[] HashOf(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    /// <summary>Null before anything was hashed.</summary>
    public async Task<byte[]?> FindAsync(LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            var kept = await context
                .Programmes.Select(programme => programme.ErasureKey)
                .SingleAsync(cancellationToken);
            key = kept is null ? null : protector.Unprotect(kept);
        }

        return key;
    }

    /// <summary>Of two that make one at the same moment the first one's holds. Not kept in memory yet: the transaction may still
    /// come to nothing.</summary>
    public async Task<byte[]> FindOrMakeAsync(LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, cancellationToken) is { } known)
        {
            return known;
        }

        var made = protector.Protect(RandomNumberGenerator.GetBytes(KeyLength));
        await context
            .Programmes.Where(programme => programme.ErasureKey == null)
            .ExecuteUpdateAsync(programme => programme.SetProperty(p => p.ErasureKey, made), cancellationToken);
        var kept = await context.Programmes.Select(programme => programme.ErasureKey).SingleAsync(cancellationToken);
        return protector.Unprotect(kept!);
    }
}
