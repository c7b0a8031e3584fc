using Loyalty.Domain.Rewards;

namespace Loyalty.Domain.Events;

/// <summary>The types of events that leave the club. A name stays for ever; its data may gain fields.</summary>
public static class ClubEventType
{
    public const string MemberEnrolled = "loyalty.member.enrolled";
    public const string MemberClosed = "loyalty.member.closed";
    public const string MemberMerged = "loyalty.member.merged";
    public const string MemberErased = "loyalty.member.erased";

    /// <summary>A flag on a member's record begins or ends.</summary>
    public const string MemberBehaviourChanged = "loyalty.member.behaviour.changed";
    public const string PointsPosted = "loyalty.points.posted";
    public const string TierChanged = "loyalty.tier.changed";
    public const string RedemptionRequested = "loyalty.redemption.requested";
    public const string RedemptionReserved = "loyalty.redemption.reserved";
    public const string RedemptionOrdered = "loyalty.redemption.ordered";
    public const string RedemptionFulfilled = "loyalty.redemption.fulfilled";
    public const string RedemptionFailed = "loyalty.redemption.failed";
    public const string RedemptionCancelled = "loyalty.redemption.cancelled";
    public const string RedemptionExpired = "loyalty.redemption.expired";
    public const string RewardPublished = "loyalty.reward.published";

    /// <summary>The points that a partner bought beforehand come to an end.</summary>
    public const string PartnerPrepaidLow = "loyalty.partner.prepaid.low";

    /// <summary>A contact is to be delivered by e-mail, short message or push.</summary>
    public const string CareDue = "loyalty.care.due";
    public const string MagazineIssueDispatched = "loyalty.magazine.issue.dispatched";
    public const string MagazineMailDue = "loyalty.magazine.mail.due";
    public const string MagazineCopyReturned = "loyalty.magazine.copy.returned";

    /// <summary>A member is to be invited to a gathering.</summary>
    public const string GatheringInvited = "loyalty.gathering.invited";

    /// <summary>A member who waited has a place.</summary>
    public const string GatheringPromoted = "loyalty.gathering.promoted";

    /// <summary>A member who has a place is to be reminded of the gathering.</summary>
    public const string GatheringReminder = "loyalty.gathering.reminder";

    /// <summary>The club took a member's sign-up back.</summary>
    public const string GatheringCancelled = "loyalty.gathering.cancelled";

    /// <summary>Sent by the test button alone, and asked for by nobody.</summary>
    public const string Test = "loyalty.test";

    /// <summary>What can be asked for.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        MemberEnrolled,
        MemberClosed,
        MemberMerged,
        MemberErased,
        MemberBehaviourChanged,
        PointsPosted,
        TierChanged,
        RedemptionRequested,
        RedemptionReserved,
        RedemptionOrdered,
        RedemptionFulfilled,
        RedemptionFailed,
        RedemptionCancelled,
        RedemptionExpired,
        RewardPublished,
        PartnerPrepaidLow,
        CareDue,
        MagazineIssueDispatched,
        MagazineMailDue,
        MagazineCopyReturned,
        GatheringInvited,
        GatheringPromoted,
        GatheringReminder,
        GatheringCancelled,
    ];

    /// <summary>Of a redemption that comes to the state, or takes another step in it.</summary>
    public static string Of(RedemptionStatus status) =>
        status switch
        {
            RedemptionStatus.Requested => RedemptionRequested,
            RedemptionStatus.Reserved => RedemptionReserved,
            RedemptionStatus.Ordered => RedemptionOrdered,
            RedemptionStatus.Fulfilled => RedemptionFulfilled,
            RedemptionStatus.Failed => RedemptionFailed,
            RedemptionStatus.Cancelled => RedemptionCancelled,
            RedemptionStatus.Expired => RedemptionExpired,
            _ => throw new InvalidOperationException($"No event for {status}."),
        };
}
