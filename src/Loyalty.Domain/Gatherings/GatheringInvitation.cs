using Loyalty.Domain.Members;

namespace Loyalty.Domain.Gatherings;

/// <summary>That a member was invited to a gathering; once.</summary>
public sealed class GatheringInvitation
{
    public required GatheringId GatheringId { get; init; }

    public required MemberId MemberId { get; init; }

    /// <summary>Over which the member was invited, by the consents of that moment.</summary>
    public required ConsentChannel Channel { get; init; }

    public required DateTimeOffset InvitedAt { get; init; }

    /// <summary>When the invited member signed up for the first time; null before.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
}
