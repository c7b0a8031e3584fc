using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Rewards;

/// <summary>One member's claim of a reward, and what became of it.</summary>
public sealed partial class Redemption : IVersioned
{
    public const int CauseLengthMax = 60;
    public const int ReferenceLengthMax = 200;

    public required RedemptionId Id { get; init; }

    public required MemberId MemberId { get; init; }

    public required RewardId RewardId { get; init; }

    /// <summary>Of the reward as it was redeemed.</summary>
    public required long RewardVersion { get; init; }

    public required FulfilmentMethod Method { get; init; }

    /// <summary>Pieces: at least 1.</summary>
    public required int Quantity { get; init; }

    /// <summary>How much of a reward whose amount varies.</summary>
    public long? Amount { get; init; }

    public required PointCurrencyCode Currency { get; init; }

    /// <summary>The voucher that was used for it; null for none.</summary>
    public VoucherId? VoucherId { get; init; }

    /// <summary>What the voucher took off.</summary>
    public long VoucherPoints { get; init; }

    /// <summary>What it costs, in all: 0 where a voucher paid all of it.</summary>
    public required long Points { get; init; }

    /// <summary>Whose points pay for it. A household's cannot be held: they are spent where the member's own would be held, and given
    /// back where those would be released.</summary>
    public PointSource PointsFrom { get; init; }

    /// <summary>What is to be paid besides, to whoever delivers; null for nothing.</summary>
    public decimal? MoneyAmount { get; init; }

    public MoneyCurrency? MoneyCurrency { get; init; }

    /// <summary>SHA-256 over what was asked, so that another request under the same key is noticed.</summary>
    public required byte[] ContentHash { get; init; }

    public RedemptionStatus Status { get; private set; } = RedemptionStatus.Requested;

    public RedemptionSettlement Settlement { get; private set; }

    /// <summary>Who fulfils it; null for the club itself.</summary>
    public PartnerId? PartnerId { get; init; }

    /// <summary>The partner's code of what is ordered.</summary>
    public string? Product { get; init; }

    /// <summary>What the club owes the partner for a piece, or for a unit of an amount that varies, as it was when it was redeemed;
    /// null for nothing.</summary>
    public decimal? UnitCost { get; init; }

    /// <summary>What it owes the partner for all of it, in the currency's smallest unit, halves away from 0.</summary>
    public decimal? Cost { get; init; }

    public MoneyCurrency? CostCurrency { get; init; }

    /// <summary>Where it goes, encrypted. Null when nothing need be known, and once the member was erased.</summary>
    public byte[]? EncryptedDelivery { get; set; }

    /// <summary>What the member gets, such as codes; encrypted.</summary>
    public byte[]? EncryptedContent { get; set; }

    /// <summary>The partner's own id of the order, or the number of the consignment. Nothing personal.</summary>
    public string? Reference { get; set; }

    /// <summary>Who carries the consignment.</summary>
    public string? Carrier { get; set; }

    /// <summary>The hold of the member's own points; it is there from <see cref="RedemptionStatus.Reserved"/> on.</summary>
    public HoldId? HoldId { get; set; }

    /// <summary>The ledger's operation by which the points were spent.</summary>
    public OperationKey? CaptureOperation { get; set; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The day of <see cref="RequestedAt"/> in the programme's zone, on which the stock was counted.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The first day of the period in which the member's share was counted.</summary>
    public required DateOnly MemberPeriodStart { get; init; }

    /// <summary>From here on it ends, unless it is delivered.</summary>
    public required DateTimeOffset Deadline { get; set; }

    /// <summary>The last instant at which the member may take it back.</summary>
    public required DateTimeOffset CancellableUntil { get; init; }

    /// <summary>Days from fulfilment within which points may be given back; null for no end.</summary>
    public int? ReturnDays { get; init; }

    /// <summary>Days from fulfilment within which it can be used; null for no end.</summary>
    public int? UsableDays { get; init; }

    public DateTimeOffset? FulfilledAt { get; private set; }

    /// <summary>When it came back after delivery, where the partner is not paid for it.</summary>
    public DateTimeOffset? TakenBackAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the partner said that it has the order in hand; null before, and for the club's own.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>Somebody wants it back; the partner is being asked.</summary>
    public bool IsCancelling { get; private set; }

    /// <summary>Why it ended or waits, as a code: see docs/redemptions.md.</summary>
    public string? Cause { get; private set; }

    /// <summary>Calls to the partner since the last answer that could be read.</summary>
    public int Attempts { get; set; }

    /// <summary>When the platform looks at it next; null when it has nothing to do.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>Until when one process works at it.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Of the last transition, from 1.</summary>
    public int TransitionCount { get; private set; }

    public long Version { get; set; }

    /// <summary>Whether points were held or spent for it.</summary>
    public bool HasPoints => HoldId is not null || CaptureOperation is not null;

    /// <summary>Pieces, or units of an amount that varies.</summary>
    public long Units => Quantity * (Amount ?? 1);

    public bool IsEnded => Status is RedemptionStatus.Failed or RedemptionStatus.Cancelled or RedemptionStatus.Expired;

    /// <summary>Until when the member can use it; null when it is not fulfilled or has no end.</summary>
    public DateTimeOffset? UsableUntil => UsableDays is { } days ? FulfilledAt?.AddDays(days) : null;
}
