using Loyalty.Domain.Members;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Magazine;

/// <summary>How a subscription came about.</summary>
public enum SubscriptionSource
{
    /// <summary>The member chose it, in the app or through staff.</summary>
    Choice,

    /// <summary>The club gave it to all who are entitled. It rests while the member is not.</summary>
    Entitlement,

    /// <summary>Somebody gave it to the member. Who may have it is not asked.</summary>
    Gift,
}

/// <summary>Where a subscription stands.</summary>
public enum SubscriptionStatus
{
    /// <summary>Its points are being taken. Nothing is sent.</summary>
    AwaitingPayment,

    /// <summary>Copies come.</summary>
    Active,

    /// <summary>The member wants no copies for a while.</summary>
    Paused,

    /// <summary>Copies came back too often. It goes on when the member or staff resume it.</summary>
    Suspended,

    /// <summary>For good.</summary>
    Ended,
}

/// <summary>A member's right to receive a publication, from one issue on. A member has one of a publication at a time.</summary>
public sealed class MagazineSubscription : IVersioned
{
    public required SubscriptionId Id { get; init; }

    public required PublicationId PublicationId { get; init; }

    public required MemberId MemberId { get; set; }

    public required SubscriptionSource Source { get; init; }

    public SubscriptionStatus Status { get; set; } = SubscriptionStatus.Active;

    public required MagazineChannel Channel { get; set; }

    /// <summary>One of the publication's.</summary>
    public required string Language { get; set; }

    /// <summary>The number of the first issue.</summary>
    public required int FromIssue { get; init; }

    /// <summary>The number of the last issue; null for no end.</summary>
    public int? UntilIssue { get; set; }

    /// <summary>Who gave it, and paid for it; null of what is no gift of a member.</summary>
    public MemberId? GiverId { get; init; }

    /// <summary>What was paid for it; 0 for nothing.</summary>
    public long Points { get; init; }

    /// <summary>Null without <see cref="Points"/>.</summary>
    public PointCurrencyCode? Currency { get; init; }

    /// <summary>SHA-256 over what was asked, so that another request under the same key is noticed; empty without a key.</summary>
    public byte[] ContentHash { get; init; } = [];

    /// <summary>Copies in a row that came back.</summary>
    public int Returns { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it has been paused or suspended; null while it is not.</summary>
    public DateTimeOffset? RestsSince { get; set; }

    /// <summary>When it went on last; null for never. Copies that left before do not count against it any more.</summary>
    public DateTimeOffset? ResumedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }

    /// <summary>Who pays.</summary>
    public MemberId PayerId => GiverId ?? MemberId;

    /// <summary>Whether the issue belongs to it, whatever its status.</summary>
    public bool Covers(int issue) => issue >= FromIssue && !(issue > UntilIssue);

    /// <summary>Pausing what is paused changes nothing.</summary>
    public Refusal? Pause(DateTimeOffset now)
    {
        switch (Status)
        {
            case SubscriptionStatus.Paused:
                return null;
            case SubscriptionStatus.Active:
                (Status, RestsSince) = (SubscriptionStatus.Paused, now);
                return null;
            default:
                return new MagazineRefusal.NotInState(Status);
        }
    }

    /// <summary>Goes on from the next issue, with no copy held against it. Resuming what is active changes nothing.</summary>
    /// <param name="missed">issues that were addressed while it rested: one that was paid for ends so much later.</param>
    public Refusal? Resume(int missed, DateTimeOffset now)
    {
        switch (Status)
        {
            case SubscriptionStatus.Active:
                return null;
            case SubscriptionStatus.Paused or SubscriptionStatus.Suspended:
                (Status, RestsSince, Returns) = (SubscriptionStatus.Active, null, 0);
                ResumedAt = now;
                UntilIssue += Points > 0 ? missed : 0;
                return null;
            default:
                return new MagazineRefusal.NotInState(Status);
        }
    }

    /// <summary>Ending what has ended changes nothing.</summary>
    /// <param name="lastIssue">the last one that was addressed; copies of it are not called back.</param>
    public Refusal? End(int lastIssue, DateTimeOffset now)
    {
        switch (Status)
        {
            case SubscriptionStatus.Ended:
                return null;
            case SubscriptionStatus.AwaitingPayment:
                return new MagazineRefusal.NotInState(Status);
            default:
                (Status, EndedAt, RestsSince) = (SubscriptionStatus.Ended, now, null);
                UntilIssue = Math.Min(UntilIssue ?? lastIssue, lastIssue);
                return null;
        }
    }

    /// <summary>A copy came back that had left since it was resumed.</summary>
    /// <param name="run">how many in a row have, this one included; see <see cref="ReturnRun"/>.</param>
    /// <param name="suspendAfter">see <see cref="PublicationDefinition.SuspendAfterReturns"/>.</param>
    /// <param name="isPresentAddress">whether the next copy would go there too.</param>
    public void TakeReturn(int run, int suspendAfter, bool isPresentAddress, DateTimeOffset now)
    {
        Returns = run;
        if (Status == SubscriptionStatus.Active && isPresentAddress && run >= suspendAfter)
        {
            (Status, RestsSince) = (SubscriptionStatus.Suspended, now);
        }
    }
}
