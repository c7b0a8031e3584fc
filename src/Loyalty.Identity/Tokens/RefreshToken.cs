namespace Loyalty.Identity.Tokens;

/// <summary>A refresh token by its hash. Spent at its first use; a second use revokes the grant (OAuth 2.1, section 4.3.1).</summary>
internal sealed class RefreshToken
{
    public required string Hash { get; init; }

    public required string GrantId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The sooner of the sliding end and the grant's absolute end.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; set; }
}
