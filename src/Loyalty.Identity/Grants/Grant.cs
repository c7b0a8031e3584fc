namespace Loyalty.Identity.Grants;

/// <summary>
/// What a user allowed a client at one sign-in. Code and refresh tokens hang on it, so that revoking it, one row, ends the whole
/// family, including tokens that are being issued at that moment.
/// </summary>
internal sealed class Grant
{
    public required string Id { get; init; }

    public required string ClientId { get; init; }

    public required string UserId { get; init; }

    public required string Scope { get; init; }

    /// <summary>The user's stamp at sign-in: a changed password changes it and thereby ends the grant.</summary>
    public required string SecurityStamp { get; init; }

    public required DateTimeOffset AuthTime { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Absolute end of refreshing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}
