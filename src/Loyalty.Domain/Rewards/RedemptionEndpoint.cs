using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Rewards;

public enum CallAuthentication
{
    /// <summary>Each call is signed by the rules of Standard Webhooks, with a key that both sides know.</summary>
    Signed,

    /// <summary>Each call carries an access token, got by OAuth 2.1 client credentials.</summary>
    ClientCredentials,
}

/// <summary>Where and how a redemption partner is called; api-specs/redemption-partner.openapi.json is what it serves there.</summary>
public sealed class RedemptionEndpoint : IVersioned
{
    public const int UrlLengthMax = 1_000;
    public const int ClientIdLengthMax = 200;
    public const int ScopeLengthMax = 200;
    public const int TimeoutSecondsDefault = 10;
    public const int TimeoutSecondsMax = 60;

    public required PartnerId PartnerId { get; init; }

    /// <summary>Absolute; the paths of the contract follow it.</summary>
    public required string Url { get; set; }

    public CallAuthentication Authentication { get; set; }

    /// <summary>Where tokens are got; set for <see cref="CallAuthentication.ClientCredentials"/> only.</summary>
    public string? TokenUrl { get; set; }

    public string? ClientId { get; set; }

    public string? Scope { get; set; }

    /// <summary>The key for signing, or the client's secret; encrypted.</summary>
    public required byte[] EncryptedSecret { get; set; }

    /// <summary>How long a call may take, tokens included.</summary>
    public int TimeoutSeconds { get; set; } = TimeoutSecondsDefault;

    public long Version { get; set; }
}
