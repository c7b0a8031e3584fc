using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;

namespace Loyalty.Domain.Offers;

/// <summary>Whether a voucher can still be used.</summary>
public enum VoucherState
{
    Usable,

    /// <summary>It took something off a redemption. It is usable again when that is cancelled or fails in time.</summary>
    Used,

    /// <summary>Its days are over.</summary>
    Lapsed,

    /// <summary>Staff took it back.</summary>
    Withdrawn,
}

/// <summary>A member's right to redeem one reward for fewer points.</summary>
public sealed class Voucher
{
    public required VoucherId Id { get; init; }

    public required OfferId OfferId { get; init; }

    public required MemberId MemberId { get; init; }

    public required VoucherKind Kind { get; init; }

    /// <summary>Percent or points; 0 of a free one.</summary>
    public required long Value { get; init; }

    /// <summary>For one of these; empty: for all.</summary>
    public required IReadOnlyList<RewardId> Rewards { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Before this instant it can be used.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>What it was used for; null while it is not.</summary>
    public RedemptionId? RedemptionId { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>The subject of the member of staff.</summary>
    public string? WithdrawnBy { get; set; }

    public VoucherState StateAt(DateTimeOffset now) =>
        WithdrawnAt is not null ? VoucherState.Withdrawn
        : RedemptionId is not null ? VoucherState.Used
        : now >= ValidUntil ? VoucherState.Lapsed
        : VoucherState.Usable;

    /// <summary>Null when a redemption of one piece may use it now.</summary>
    public Refusal? WhyNot(RewardId reward, RewardDefinition definition, DateTimeOffset now) =>
        StateAt(now) is var state and not VoucherState.Usable ? new VoucherRefusal.NotUsable(state)
        : Fits(reward, definition) ? null
        : new VoucherRefusal.NotForReward();

    /// <summary>Whether it is for the reward. As much as one likes of something cannot be free.</summary>
    public bool Fits(RewardId reward, RewardDefinition definition) =>
        (Rewards.Count == 0 || Rewards.Contains(reward)) && (Kind != VoucherKind.Free || definition.Amount is null);

    /// <summary>What it takes off a price.</summary>
    /// <param name="points">the price of one redemption, at least 0.</param>
    /// <returns>at least 0, at most the price.</returns>
    public long PointsOff(long points) =>
        Kind switch
        {
            VoucherKind.Percent => (long)((Int128)points * Value / 100),
            VoucherKind.Points => Math.Min(points, Value),
            _ => points,
        };
}
