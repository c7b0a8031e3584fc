using Loyalty.Domain.Members;

namespace Loyalty.Domain.Gatherings;

/// <summary>Where a sign-up stands.</summary>
public enum SignUpStatus
{
    /// <summary>The member has a place, and each guest has one.</summary>
    Confirmed,

    /// <summary>On the waiting list.</summary>
    Waiting,

    /// <summary>The member waited and has a place by now, as have the guests.</summary>
    Promoted,

    /// <summary>It holds no place any more.</summary>
    Cancelled,
}

/// <summary>Who took a sign-up back.</summary>
public enum SignUpCanceller
{
    Member,

    /// <summary>One sign-up, by staff.</summary>
    Staff,

    /// <summary>The gathering does not take place.</summary>
    Gathering,

    /// <summary>The account was closed, or became part of another one.</summary>
    Account,
}

/// <summary>A member's sign-up for a gathering; there is one at most. Who signs up again after cancelling goes to the end of the
/// queue.</summary>
public sealed class GatheringSignUp : IVersioned
{
    public required SignUpId Id { get; init; }

    public required GatheringId GatheringId { get; init; }

    public required MemberId MemberId { get; set; }

    public SignUpStatus Status { get; set; }

    /// <summary>Whom the member brings, without the member.</summary>
    public int Guests { get; set; }

    /// <summary>Orders those who wait: of two the one with the smaller number came first. See <see cref="Gathering.Turn"/>.</summary>
    public long Number { get; set; }

    public DateTimeOffset SignedUpAt { get; set; }

    /// <summary>Null unless the member waited for the place.</summary>
    public DateTimeOffset? PromotedAt { get; set; }

    /// <summary>Null until the reminder was told.</summary>
    public DateTimeOffset? RemindedAt { get; set; }

    public DateTimeOffset? CancelledAt { get; set; }

    public SignUpCanceller? CancelledBy { get; set; }

    /// <summary>Whether the member came; null while nobody has said.</summary>
    public bool? Attended { get; set; }

    public long Version { get; set; }

    /// <summary>The persons of the sign-up, the member among them.</summary>
    public int Party => Guests + 1;

    public bool HoldsPlace => Status is SignUpStatus.Confirmed or SignUpStatus.Promoted;

    /// <summary>Signs up, for the first time or again.</summary>
    /// <param name="number">see <see cref="Number"/>.</param>
    public void Take(Seating seating, int guests, long number, DateTimeOffset now)
    {
        Status = seating == Seating.Place ? SignUpStatus.Confirmed : SignUpStatus.Waiting;
        (Guests, Number, SignedUpAt) = (guests, number, now);
        (PromotedAt, RemindedAt, CancelledAt, CancelledBy, Attended) = (null, null, null, null, null);
    }

    /// <summary>From the waiting list to a place.</summary>
    public void Promote(DateTimeOffset now) => (Status, PromotedAt) = (SignUpStatus.Promoted, now);

    /// <summary>Cancelling what is cancelled changes nothing.</summary>
    /// <returns>whether it held or waited for a place until now.</returns>
    public bool Cancel(SignUpCanceller by, DateTimeOffset now)
    {
        if (Status == SignUpStatus.Cancelled)
        {
            return false;
        }

        (Status, CancelledAt, CancelledBy) = (SignUpStatus.Cancelled, now, by);
        return true;
    }

    /// <summary>Of two sign-ups of one person the better one stays: one that was attended, a place, a place in the queue; of two that
    /// wait the earlier.</summary>
    public bool IsBetterThan(GatheringSignUp other) =>
        Rank != other.Rank ? Rank > other.Rank : Status == SignUpStatus.Waiting && Number < other.Number;

    /// <summary>Takes over where the other stands. Whose they are stays as it is.</summary>
    public void Exchange(GatheringSignUp other)
    {
        (Status, other.Status) = (other.Status, Status);
        (Guests, other.Guests) = (other.Guests, Guests);
        (Number, other.Number) = (other.Number, Number);
        (SignedUpAt, other.SignedUpAt) = (other.SignedUpAt, SignedUpAt);
        (PromotedAt, other.PromotedAt) = (other.PromotedAt, PromotedAt);
        (RemindedAt, other.RemindedAt) = (other.RemindedAt, RemindedAt);
        (CancelledAt, other.CancelledAt) = (other.CancelledAt, CancelledAt);
        (CancelledBy, other.CancelledBy) = (other.CancelledBy, CancelledBy);
        (Attended, other.Attended) = (other.Attended, Attended);
    }

    private int Rank =>
        Status switch
        {
            SignUpStatus.Confirmed or SignUpStatus.Promoted => Attended == true ? 3 : 2,
            SignUpStatus.Waiting => 1,
            _ => 0,
        };
}
