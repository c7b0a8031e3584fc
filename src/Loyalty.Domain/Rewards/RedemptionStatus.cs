namespace Loyalty.Domain.Rewards;

/// <summary>How far a redemption is.</summary>
public enum RedemptionStatus
{
    /// <summary>Stock or a code is taken; the points are not reserved yet.</summary>
    Requested,

    /// <summary>The points are held.</summary>
    Reserved,

    /// <summary>Whoever fulfils it has it in hand, or may have: the call is under way.</summary>
    Ordered,

    /// <summary>Delivered; the points are spent.</summary>
    Fulfilled,

    /// <summary>It could not be had or delivered; the points are the member's again.</summary>
    Failed,

    /// <summary>Taken back by the member or by staff; the points are the member's again.</summary>
    Cancelled,

    /// <summary>Its time ran out before it was delivered; the points are the member's again.</summary>
    Expired,
}

/// <summary>What the ledger is still to do for a redemption. It is written with the decision, and taken away once it is done, so that
/// whoever dies between leaves it to others.</summary>
public enum RedemptionSettlement
{
    None,

    /// <summary>Spend what is held.</summary>
    Capture,

    /// <summary>Give back what is held.</summary>
    Release,

    /// <summary>Give back what was spent.</summary>
    Return,
}
