namespace Loyalty.Domain.Members;

/// <summary>Where an account stands. It decides per operation what is allowed.</summary>
public enum MemberStatus
{
    Active,
    Suspended,
    Closed,

    /// <summary>The same person has another account, which this one became part of.</summary>
    Merged,
}

/// <summary>What is asked of a member's account; the status decides each on its own.</summary>
public enum MemberOperation
{
    Earn,
    Spend,
    Adjust,
    Message,
}

public static class MemberStatusRules
{
    /// <summary>The table that docs/members.md publishes. A suspended member still earns, so that a suspicion which
    /// turns out wrong costs nothing, but cannot spend and is not written to. Corrections by staff stay possible until the
    /// account is closed.</summary>
    public static bool Allows(this MemberStatus status, MemberOperation operation) =>
        status switch
        {
            MemberStatus.Active => true,
            MemberStatus.Suspended => operation is MemberOperation.Earn or MemberOperation.Adjust,
            MemberStatus.Closed or MemberStatus.Merged => false,
            _ => false,
        };
}

/// <summary>The steps between statuses. A closed account stays closed: whoever comes back enrols anew. A merged one comes back
/// by the merge being undone, to what it was before.</summary>
public static class MemberStatusTransitions
{
    public static bool CanBecome(this MemberStatus from, MemberStatus to) =>
        (from, to) switch
        {
            (MemberStatus.Active, MemberStatus.Suspended) => true,
            (MemberStatus.Suspended, MemberStatus.Active) => true,
            (MemberStatus.Active or MemberStatus.Suspended, MemberStatus.Closed or MemberStatus.Merged) => true,
            (MemberStatus.Merged, MemberStatus.Active or MemberStatus.Suspended) => true,
            _ => false,
        };
}
