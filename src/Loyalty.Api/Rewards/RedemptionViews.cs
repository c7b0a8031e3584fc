using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;

namespace Loyalty.Api.Rewards;

/// <param name="RewardId">of the catalogue.</param>
/// <param name="Quantity">pieces; null for 1.</param>
/// <param name="Amount">how much, of a reward whose amount varies.</param>
/// <param name="Currency">the code of the point currency to pay with; null for that of the reward's first price.</param>
/// <param name="Delivery">what the reward needs to be delivered.</param>
/// <param name="VoucherId">a voucher of the member's, which takes something off the price of one piece.</param>
/// <param name="PointsFrom">whose points pay: <c>own</c> or <c>household</c>.</param>
public sealed record RedeemRewardBody(
    RewardId RewardId,
    int? Quantity = null,
    long? Amount = null,
    string? Currency = null,
    DeliveryData? Delivery = null,
    VoucherId? VoucherId = null,
    PointSource PointsFrom = PointSource.Own
);

/// <param name="Carrier">who carries the consignment.</param>
/// <param name="Reference">its number.</param>
public sealed record FulfilBody(string? Carrier = null, string? Reference = null);

/// <param name="Reason">why, in a line of at most 60 characters for other staff; nothing personal.</param>
public sealed record GiveUpBody(string? Reason = null);

/// <param name="Reason">why, in a line of at most 60 characters for other staff; nothing personal.</param>
/// <param name="PartnerTakesBack">of what a partner delivered: it is not paid for it.</param>
public sealed record CancelBody(string? Reason = null, bool PartnerTakesBack = false);

/// <param name="Points">what it costs, in all.</param>
/// <param name="PointsFrom">whose points pay: a household's are spent before it is delivered, and given back when it is not.</param>
/// <param name="VoucherId">the voucher that was used for it.</param>
/// <param name="VoucherPoints">what the voucher took off the price.</param>
/// <param name="MoneyDue">what is to be paid besides, to whoever delivers.</param>
/// <param name="PartnerCost">what the club owes the partner once it is delivered; null for nothing.</param>
/// <param name="PartnerTakesBack">it came back after delivery, and the partner is not paid for it.</param>
/// <param name="Cause">why it stands where it stands, as a code.</param>
/// <param name="IsCancelling">somebody wants it back, and the partner is being asked.</param>
/// <param name="Attempts">calls to the partner since its last answer that could be read.</param>
/// <param name="NextAttemptAt">when the platform looks at it next; null when it waits for somebody, or is over.</param>
/// <param name="IsSettled">whether its points are where its status says.</param>
/// <param name="Operation">the ledger's operation by which its points were spent.</param>
public sealed record RedemptionView(
    RedemptionId Id,
    MemberId MemberId,
    RewardId RewardId,
    RedemptionStatus Status,
    FulfilmentMethod Method,
    int Quantity,
    long? Amount,
    string Currency,
    long Points,
    PointSource PointsFrom,
    VoucherId? VoucherId,
    long VoucherPoints,
    Money? MoneyDue,
    PartnerId? PartnerId,
    Money? PartnerCost,
    bool PartnerTakesBack,
    string? Reference,
    string? Carrier,
    string? Cause,
    bool IsCancelling,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    bool IsSettled,
    OperationKey? Operation,
    DateTimeOffset RequestedAt,
    DateTimeOffset Deadline,
    DateTimeOffset? FulfilledAt,
    DateTimeOffset? EndedAt
)
{
    internal static RedemptionView Of(Redemption redemption) =>
        new(
            redemption.Id,
            redemption.MemberId,
            redemption.RewardId,
            redemption.Status,
            redemption.Method,
            redemption.Quantity,
            redemption.Amount,
            redemption.Currency.Value,
            redemption.Points,
            redemption.PointsFrom,
            redemption.VoucherId,
            redemption.VoucherPoints,
            MoneyOf(redemption),
            redemption.PartnerId,
            redemption is { Cost: { } cost, CostCurrency: { } currency }
                ? new Money(cost, currency).InPlainForm()
                : null,
            redemption.TakenBackAt is not null,
            redemption.Reference,
            redemption.Carrier,
            redemption.Cause,
            redemption.IsCancelling,
            redemption.Attempts,
            redemption.NextAttemptAt,
            redemption.Settlement == RedemptionSettlement.None,
            redemption.CaptureOperation,
            redemption.RequestedAt,
            redemption.Deadline,
            redemption.FulfilledAt,
            redemption.EndedAt
        );

    internal static Money? MoneyOf(Redemption redemption) =>
        redemption is { MoneyAmount: { } amount, MoneyCurrency: { } currency }
            ? new Money(amount, currency).InPlainForm()
            : null;
}

/// <param name="Transitions">from the first on.</param>
public sealed record RedemptionDetailView(RedemptionView Redemption, IReadOnlyList<TransitionView> Transitions);

/// <param name="From">null of the first.</param>
/// <param name="By">a subject of the issuer, a member's or a partner's id, or the system.</param>
/// <param name="Cause">a code.</param>
/// <param name="Detail">the partner's own code of why, or the reason that staff gave.</param>
public sealed record TransitionView(
    int Number,
    RedemptionStatus? From,
    RedemptionStatus To,
    DateTimeOffset At,
    string By,
    string Cause,
    string? Detail
)
{
    internal static TransitionView Of(RedemptionTransition transition) =>
        new(
            transition.Number,
            transition.From,
            transition.To,
            transition.At,
            transition.By,
            transition.Cause,
            transition.Detail
        );
}

/// <param name="Lines">what became of each line of the file, in order.</param>
/// <param name="Done">lines that took effect, or had done so before.</param>
public sealed record RedemptionFileView(int Done, int Refused, IReadOnlyList<RedemptionFileLineView> Lines);

/// <param name="Line">from 1, the header included.</param>
/// <param name="Code">of the refusal; null when it took effect.</param>
public sealed record RedemptionFileLineView(
    long Line,
    string RedemptionId,
    RedemptionStatus? Status,
    string? Code,
    string? Detail
);
