using Loyalty.Application.Offers;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Rewards;

namespace Loyalty.Api.Offers;

/// <summary>An offer.</summary>
/// <param name="Status"><c>draft</c>: it grants nothing; <c>withdrawn</c>: for good.</param>
/// <param name="Definition">whom it is for, what it waits for, what it gives and how much of that there is.</param>
public sealed record OfferView(
    OfferId Id,
    OfferStatus Status,
    OfferDocument Definition,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? WithdrawnAt
)
{
    internal static OfferView Of(Offer offer) =>
        new(
            offer.Id,
            offer.Status,
            OfferDocument.Of(offer.Definition),
            offer.CreatedAt,
            offer.PublishedAt,
            offer.WithdrawnAt
        );
}

/// <summary>What an offer has given.</summary>
/// <param name="Grants">one for each member and occasion.</param>
/// <param name="Points">of benefits that are points.</param>
/// <param name="IsExhausted">the budget does not suffice for one more: nobody gets anything.</param>
/// <param name="PointsWaiting">grants whose points the ledger has still to post.</param>
/// <param name="PointsRefused">grants whose points the ledger refused, such as of accounts that were closed meanwhile.</param>
public sealed record OfferFiguresView(
    BudgetView Grants,
    BudgetView Points,
    bool IsExhausted,
    int PointsWaiting,
    int PointsRefused,
    VoucherFiguresView Vouchers,
    ReferralFiguresView Referrals
)
{
    internal static OfferFiguresView Of(OfferReport report) =>
        new(
            BudgetView.Of(report.Budget.Grants, report.Granted),
            BudgetView.Of(report.Budget.Points, report.Points),
            report.IsExhausted,
            report.PointsWaiting,
            report.PointsRefused,
            new VoucherFiguresView(
                report.Vouchers.Values.Sum(),
                report.Vouchers.GetValueOrDefault(VoucherState.Usable),
                report.Vouchers.GetValueOrDefault(VoucherState.Used),
                report.Vouchers.GetValueOrDefault(VoucherState.Lapsed),
                report.Vouchers.GetValueOrDefault(VoucherState.Withdrawn)
            ),
            new ReferralFiguresView(
                report.Referrals.GetValueOrDefault(ReferralStage.Used)
                    + report.Referrals.GetValueOrDefault(ReferralStage.Waiting),
                report.Referrals.GetValueOrDefault(ReferralStage.Completed),
                report.Referrals.GetValueOrDefault(ReferralStage.Expired)
            )
        );
}

/// <param name="Budget">null for no limit.</param>
/// <param name="Left">null without a limit; 0 too where a limit was lowered below what was given.</param>
public sealed record BudgetView(long Given, long? Budget, long? Left)
{
    internal static BudgetView Of(long? budget, long given) =>
        new(given, budget, budget is { } limit ? Math.Max(0, limit - given) : null);
}

/// <param name="Issued">all of them; the others are their states now.</param>
public sealed record VoucherFiguresView(int Issued, int Usable, int Used, int Lapsed, int Withdrawn);

/// <param name="Waiting">new members who have still to earn.</param>
public sealed record ReferralFiguresView(int Waiting, int Completed, int Expired);

/// <summary>A member's voucher.</summary>
/// <param name="Value">percent or points; null of a free one.</param>
/// <param name="RewardIds">for one of these; empty for all.</param>
/// <param name="RedemptionId">what it was used for.</param>
public sealed record VoucherView(
    VoucherId Id,
    OfferId OfferId,
    VoucherState State,
    VoucherKind Kind,
    long? Value,
    IReadOnlyList<RewardId> RewardIds,
    DateTimeOffset IssuedAt,
    DateTimeOffset ValidUntil,
    RedemptionId? RedemptionId,
    DateTimeOffset? WithdrawnAt
)
{
    internal static VoucherView Of(Voucher voucher, DateTimeOffset now) =>
        new(
            voucher.Id,
            voucher.OfferId,
            voucher.StateAt(now),
            voucher.Kind,
            voucher.Kind == VoucherKind.Free ? null : voucher.Value,
            voucher.Rewards,
            voucher.IssuedAt,
            voucher.ValidUntil,
            voucher.RedemptionId,
            voucher.WithdrawnAt
        );
}
