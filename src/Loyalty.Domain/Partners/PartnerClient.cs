namespace Loyalty.Domain.Partners;

/// <summary>An OAuth client that speaks for a partner. What its tokens may read is this partner's, and nothing of another.</summary>
public sealed class PartnerClient
{
    public const int ClientIdLengthMax = 200;
    public const int BoundByLengthMax = 200;

    /// <summary>How many clients one partner may have.</summary>
    public const int ClientsMax = 20;

    /// <summary>As the issuer knows it; a client speaks for one partner only.</summary>
    public required string ClientId { get; init; }

    public required PartnerId PartnerId { get; init; }

    public required DateTimeOffset BoundAt { get; init; }

    /// <summary>The subject of the member of staff, or <c>demo club</c>.</summary>
    public required string BoundBy { get; init; }
}
