namespace Loyalty.Domain.Partners;

/// <summary>Identifies a webhook secret of a partner; not the secret itself.</summary>
public readonly record struct PartnerSecretId(Guid Value) : IIdentifier<PartnerSecretId>
{
    public static string Prefix => "sec";

    public static PartnerSecretId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}

/// <summary>A key that a partner signs its webhooks with, and we our receipts. At most two of a partner are live at a time, so
/// that it can change over without a gap.</summary>
public sealed class PartnerSecret
{
    /// <summary>Length of the key before encoding, as Standard Webhooks recommends (24 to 64 bytes).</summary>
    public const int KeyBytes = 32;

    public const int LiveMax = 2;

    public required PartnerSecretId Id { get; init; }

    public required PartnerId PartnerId { get; init; }

    /// <summary>The key, encrypted by data protection. It is shown once, when it is made.</summary>
    public required byte[] EncryptedKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this instant on it is no longer taken; null for no end.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public bool IsLive(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);
}
