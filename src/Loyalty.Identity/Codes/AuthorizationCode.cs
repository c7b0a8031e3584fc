namespace Loyalty.Identity.Codes;

/// <summary>A code by its hash, with everything its redemption must match (RFC 6749, section 4.1.3; RFC 7636, section 4.6).</summary>
internal sealed class AuthorizationCode
{
    public required string Hash { get; init; }

    public required string GrantId { get; init; }

    public required string ClientId { get; init; }

    public required string RedirectUri { get; init; }

    public required string CodeChallenge { get; init; }

    public string? Nonce { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; set; }
}
