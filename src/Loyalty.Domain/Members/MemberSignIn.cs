namespace Loyalty.Domain.Members;

/// <summary>An account at an OpenID Connect provider that acts as the member. A member may have several.</summary>
public sealed class MemberSignIn
{
    public const int IssuerLengthMax = 200;
    public const int SubjectLengthMax = 255;

    /// <summary>The token's <c>iss</c>, character by character.</summary>
    public required string Issuer { get; init; }

    /// <summary>The token's <c>sub</c>: at most 255 ASCII characters (OpenID Connect Core 1.0, section 2).</summary>
    public required string Subject { get; init; }

    public required MemberId MemberId { get; init; }

    public required DateTimeOffset AttachedAt { get; init; }
}
