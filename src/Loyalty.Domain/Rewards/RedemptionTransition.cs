namespace Loyalty.Domain.Rewards;

/// <summary>One step of a redemption.</summary>
public sealed class RedemptionTransition
{
    public const int DetailLengthMax = 60;

    public required RedemptionId RedemptionId { get; init; }

    /// <summary>Counts from 1 within the redemption.</summary>
    public required int Number { get; init; }

    /// <summary>Null of the first.</summary>
    public RedemptionStatus? From { get; init; }

    public required RedemptionStatus To { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A subject of the issuer, a member's or a partner's id, or the system.</summary>
    public required string By { get; init; }

    /// <summary>A code: see docs/redemptions.md.</summary>
    public required string Cause { get; init; }

    /// <summary>The partner's own code of why, or the reason that staff gave; null for none. Not for the member.</summary>
    public string? Detail { get; init; }
}
