namespace Loyalty.Domain.Members;

/// <summary>Whether a card can be used. Blocked and replaced ones cannot.</summary>
public enum CardStatus
{
    Active,
    Blocked,
    Replaced,
}

/// <summary>A card of a member. Its number is never given to anybody else, also after it is blocked or replaced.</summary>
public sealed class Card : IVersioned
{
    public required CardNumber Number { get; init; }

    public required MemberId MemberId { get; init; }

    public CardStatus Status { get; private set; } = CardStatus.Active;

    /// <summary>Why it was blocked or replaced.</summary>
    public string? Reason { get; private set; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it was blocked or replaced.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The card that took its place.</summary>
    public CardNumber? ReplacedBy { get; private set; }

    public long Version { get; set; }

    /// <summary>Why the card cannot be used; null when it can. The member's own status is another matter.</summary>
    public Refusal? WhyRefused() => WhyRefused(Status);

    /// <summary>Why a card of that status cannot be used.</summary>
    public static Refusal? WhyRefused(CardStatus status) =>
        status switch
        {
            CardStatus.Blocked => new CardBlocked(),
            CardStatus.Replaced => new CardReplaced(),
            _ => null,
        };

    /// <summary>A card is blocked once; a replaced one is out of use already.</summary>
    public Refusal? Block(string reason, DateTimeOffset now)
    {
        if (WhyRefused() is { } refusal)
        {
            return refusal;
        }

        (Status, Reason, EndedAt) = (CardStatus.Blocked, reason, now);
        return null;
    }

    /// <summary>Also a blocked card (lost, found by somebody) can be replaced.</summary>
    public Refusal? Replace(CardNumber by, string reason, DateTimeOffset now)
    {
        if (Status == CardStatus.Replaced)
        {
            return new CardReplaced();
        }

        (Status, Reason, EndedAt, ReplacedBy) = (CardStatus.Replaced, reason, now, by);
        return null;
    }

    public sealed record CardBlocked() : Refusal("card-blocked", RefusalKind.Conflict, "The card is blocked.");

    public sealed record CardReplaced()
        : Refusal("card-replaced", RefusalKind.Conflict, "The card was replaced by another one.");
}
