namespace Loyalty.Identity.Keys;

/// <summary>
/// A key pair. It signs from <see cref="ActivatesAt"/> until the next in <see cref="Sequence"/> does; before that it is announced,
/// afterwards kept for checking.
/// </summary>
internal sealed class SigningKey
{
    /// <summary>The <c>kid</c>.</summary>
    public required string Id { get; init; }

    public required int Sequence { get; init; }

    public required string Algorithm { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ActivatesAt { get; init; }

    /// <summary>A JSON Web Key without private members (RFC 7517).</summary>
    public required string PublicJwk { get; init; }

    /// <summary>PKCS #8, encrypted by data protection.</summary>
    public required string ProtectedPrivateKey { get; init; }
}
