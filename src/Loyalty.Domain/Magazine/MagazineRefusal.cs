namespace Loyalty.Domain.Magazine;

/// <summary>Why something about a publication, an issue or a subscription cannot be done.</summary>
public abstract record MagazineRefusal : Refusal
{
    private MagazineRefusal(string code, string detail)
        : base(code, RefusalKind.Conflict, detail) { }

    public sealed record PublicationIsRetired()
        : MagazineRefusal("publication-retired", "The publication was ended, and stays so. Create a new one instead.");

    /// <summary>It is a draft, or was retired.</summary>
    public sealed record PublicationNotOpen()
        : MagazineRefusal("publication-not-open", "The publication cannot be subscribed to now.");

    public sealed record TooManyPublications(int Max)
        : MagazineRefusal(
            "too-many-publications",
            "There are as many publications as may be. Retire one that is not wanted."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("max", Max)];
    }

    public sealed record IssueExists()
        : MagazineRefusal("issue-exists", "The publication has an issue with this number already.");

    public sealed record IssueIsCancelled()
        : MagazineRefusal("issue-cancelled", "The issue was cancelled, and stays so. Create another one instead.");

    /// <summary>Addresses were taken, or copies have left.</summary>
    public sealed record CalendarIsFixed(IssueStatus Status)
        : MagazineRefusal("issue-calendar-fixed", "The issue has gone too far for this.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("issueStatus", Status)];
    }

    /// <summary>The job has not written all copies.</summary>
    public sealed record NotAddressed(IssueStatus Status)
        : MagazineRefusal("issue-not-addressed", "The issue's copies are not written, or it was cancelled.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("issueStatus", Status)];
    }

    /// <summary>A copy cannot come back that has not left.</summary>
    public sealed record CopyNotSent(CopyStatus Status)
        : MagazineRefusal("copy-not-sent", "The copy has not left, or there is none.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("copyStatus", Status)];
    }

    /// <summary>Of the same publication.</summary>
    public sealed record SubscriptionExists()
        : MagazineRefusal("magazine-subscribed-already", "The member has a subscription of this publication.");

    /// <param name="Missing">what is asked for and does not hold: tier, attribute, vehicle, partnerLink, age.</param>
    public sealed record NotForMember(IReadOnlyList<string> Missing)
        : MagazineRefusal("publication-not-for-member", "The member does not meet what the publication asks for.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("missing", Missing)];
    }

    public sealed record NotInState(SubscriptionStatus Status)
        : MagazineRefusal("magazine-subscription-not-in-state", "Where the subscription stands does not allow this.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("subscriptionStatus", Status)];
    }
}
