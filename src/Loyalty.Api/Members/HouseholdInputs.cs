using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Members;

/// <summary>What all changes of a household are sent with.</summary>
public abstract record HouseholdInput
{
    /// <summary>A new value for each change, such as a UUID: 1 to 200 visible ASCII characters. Sending the same change again
    /// under its key changes nothing more.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }
}

/// <summary>A household to found.</summary>
public sealed record CreateHouseholdInput : HouseholdInput
{
    /// <summary>How its members call it: at most 60 characters.</summary>
    public required string Name { get; init; }
}

/// <summary>Whom to invite.</summary>
public sealed record InviteToHouseholdInput : HouseholdInput
{
    /// <summary>The member.</summary>
    public required InviteeInput Invitee { get; init; }
}

/// <summary>A member, named in one of these ways.</summary>
[OneOf]
public sealed record InviteeInput
{
    /// <summary>The number of a card of the member.</summary>
    public string? CardNumber { get; init; }

    /// <summary>The member's id.</summary>
    [ID("Member")]
    public string? Member { get; init; }
}

/// <summary>An invitation to accept.</summary>
public sealed record AcceptHouseholdInvitationInput : HouseholdInput
{
    /// <summary>Its id.</summary>
    [ID]
    public required string Invitation { get; init; }

    /// <summary>What of one's own available points the others may spend, in percent: 0 to 100.</summary>
    [DefaultValue(HouseholdPlace.SharePercentDefault)]
    public int SharePercent { get; init; } = HouseholdPlace.SharePercentDefault;
}

/// <summary>An invitation to decline, or to take back.</summary>
public sealed record DeclineHouseholdInvitationInput : HouseholdInput
{
    /// <summary>Its id.</summary>
    [ID]
    public required string Invitation { get; init; }
}

/// <summary>Leaving the household.</summary>
public sealed record LeaveHouseholdInput : HouseholdInput;

/// <summary>What the others may spend.</summary>
public sealed record SetHouseholdShareInput : HouseholdInput
{
    /// <summary>Of one's own available points, in percent: 0 to 100.</summary>
    public required int SharePercent { get; init; }
}

/// <summary>Who may spend.</summary>
public sealed record SetHouseholdMaySpendInput : HouseholdInput
{
    /// <summary>The id of one who is in the household.</summary>
    [ID("Member")]
    public required string Member { get; init; }

    /// <summary>Whether the member may spend what the others share.</summary>
    public required bool MaySpend { get; init; }
}

/// <summary>Whom to take out.</summary>
public sealed record RemoveFromHouseholdInput : HouseholdInput
{
    /// <summary>The id of another one who is in the household.</summary>
    [ID("Member")]
    public required string Member { get; init; }
}
