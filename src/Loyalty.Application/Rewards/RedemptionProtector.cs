using System.Text.Json;
using Loyalty.Domain.Rewards;
using Microsoft.AspNetCore.DataProtection;

namespace Loyalty.Application.Rewards;

/// <summary>Encrypts what a redemption knows of the member and what the member gets, such as codes. The redemption is part of the
/// purpose, so that a value moved to another row cannot be read.</summary>
public sealed class RedemptionProtector(IDataProtectionProvider provider)
{
    public byte[]? Protect(RedemptionId redemption, DeliveryData? delivery) =>
        delivery is null
            ? null
            : Protector("Delivery", redemption).Protect(JsonSerializer.SerializeToUtf8Bytes(delivery));

    /// <returns>null when nothing was needed, and once the member was erased.</returns>
    public DeliveryData? DeliveryOf(Redemption redemption) =>
        redemption.EncryptedDelivery is { } encrypted
            ? JsonSerializer.Deserialize<DeliveryData>(Protector("Delivery", redemption.Id).Unprotect(encrypted))
            : null;

    public byte[]? ProtectContent(RedemptionId redemption, IReadOnlyList<string> content) =>
        content.Count == 0
            ? null
            : Protector("Content", redemption).Protect(JsonSerializer.SerializeToUtf8Bytes(content));

    /// <returns>what a partner delivered, such as codes.</returns>
    public IReadOnlyList<string> ContentOf(Redemption redemption) =>
        redemption.EncryptedContent is { } encrypted
            ? JsonSerializer.Deserialize<string[]>(Protector("Content", redemption.Id).Unprotect(encrypted))!
            : [];

    private IDataProtector Protector(string what, RedemptionId redemption) =>
        provider.CreateProtector("Loyalty.Rewards.Redemption", "v1", what, redemption.ToString());
}
