namespace Loyalty.Domain.Members;

/// <summary>How a member's time in a household, or the invitation to it, came to its end.</summary>
public enum HouseholdEnding
{
    /// <summary>The member left.</summary>
    Left,

    /// <summary>The organiser or the club's staff took the member out.</summary>
    Removed,

    /// <summary>The invited member declined.</summary>
    Declined,

    /// <summary>The invitation was taken back, or the household ended before it was answered.</summary>
    Withdrawn,

    /// <summary>The member's account was closed.</summary>
    Closed,

    /// <summary>The member's account became part of another one.</summary>
    Merged,
}

/// <summary>One member's time in a household, from the invitation on. It is kept when it has ended.</summary>
public sealed class HouseholdPlace
{
    public const int SharePercentMax = 100;

    /// <summary>What holds unless the member says otherwise: the others may spend all of it.</summary>
    public const int SharePercentDefault = SharePercentMax;

    public required HouseholdPlaceId Id { get; init; }

    public required HouseholdId HouseholdId { get; init; }

    public required MemberId MemberId { get; set; }

    public required DateTimeOffset InvitedAt { get; init; }

    /// <summary>The organiser's id, or the staff account's subject.</summary>
    public required string InvitedBy { get; init; }

    /// <summary>Null while the invitation is not accepted.</summary>
    public DateTimeOffset? JoinedAt { get; set; }

    /// <summary>Null while the member is in the household, or invited to it.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Null as long as <see cref="EndedAt"/> is.</summary>
    public HouseholdEnding? Ending { get; private set; }

    /// <summary>What of the member's available points the others may spend: 0 to 100.</summary>
    public int SharePercent { get; set; } = SharePercentDefault;

    /// <summary>Whether the member may spend what the others share.</summary>
    public bool MaySpend { get; set; }

    public bool IsOpen => EndedAt is null;

    public bool IsIn => IsOpen && JoinedAt is not null;

    /// <summary>The invited member accepts, or is put in.</summary>
    public void Join(int sharePercent, DateTimeOffset now) => (JoinedAt, SharePercent) = (now, sharePercent);

    internal void End(HouseholdEnding ending, DateTimeOffset now) => (EndedAt, Ending) = (now, ending);
}
