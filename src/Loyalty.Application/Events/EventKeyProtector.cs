using System.Security.Cryptography;
using Loyalty.Domain.Events;
using Loyalty.Domain.Partners;
using Microsoft.AspNetCore.DataProtection;

namespace Loyalty.Application.Events;

/// <summary>Encrypts the keys that events are signed with. The subscription is part of the purpose, so that a key moved to another row
/// cannot be decrypted.</summary>
public sealed class EventKeyProtector(IDataProtectionProvider provider)
{
    /// <returns>a new key: as it is kept, and as the consumer gets it (<c>whsec_…</c>).</returns>
    internal (byte[] Encrypted, string Text) NewKey(EventSubscriptionId subscription)
    {
        var key = RandomNumberGenerator.GetBytes(PartnerSecret.KeyBytes);
        return (Protector(subscription).Protect(key), WebhookSignature.Format(key));
    }

    /// <summary>What an attempt at the instant is signed with, the newest first.</summary>
    internal IReadOnlyList<byte[]> KeysOf(EventSubscription subscription, DateTimeOffset now)
    {
        var protector = Protector(subscription.Id);
        var newest = protector.Unprotect(subscription.EncryptedKey);
        return subscription.HasPreviousKey(now)
            ? [newest, protector.Unprotect(subscription.EncryptedPreviousKey!)]
            : [newest];
    }

    private IDataProtector Protector(EventSubscriptionId subscription) =>
        provider.CreateProtector("Loyalty.Events.Subscription", "v1", subscription.ToString());
}
