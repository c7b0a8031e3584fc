namespace Loyalty.Domain.Members;

/// <summary>
/// What is left of a card number or a partner's customer id once its member was erased: a keyed hash, by which a late event is
/// refused instead of kept for a member who never comes, and a card number is not given out again. It tells nobody the number.
/// </summary>
public sealed class ErasedReference
{
    public const int HashLength = 32;

    /// <summary>HMAC-SHA256 under the club's own key.</summary>
    public required byte[] Hash { get; init; }

    public required DateTimeOffset ErasedAt { get; init; }
}
