using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Partners;

/// <param name="Month" example="2026-10">of the statement.</param>
/// <param name="Line" example="issued:evt_5ke06c5nnng6mr6sjvv1m5ze79:POINTS">as the statement names it.</param>
/// <param name="Text">1 to 1,000 characters, without personal data.</param>
public sealed record OpenDisputeBody(string Month, string Line, DisputeReason Reason, string Text);

/// <param name="Text">why: 1 to 1,000 characters. The partner reads it.</param>
public sealed record DecideDisputeBody(string Text);

/// <param name="Text">why: 1 to 1,000 characters. The partner reads it.</param>
/// <param name="PointCurrency">left out where the line is a redemption's.</param>
/// <param name="Points" example="-120">below 0 for what the partner need not pay; left out where the line is a redemption's.</param>
/// <param name="Money">signed alike: below 0 the club owes it. Points x cost of the disputed statement when it is left out; needed
/// where the line is a redemption's.</param>
public sealed record CorrectDisputeBody(
    string Text,
    PointCurrencyCode? PointCurrency = null,
    long Points = 0,
    Money? Money = null
);

/// <summary>A line of a statement that the partner does not agree with.</summary>
/// <param name="Correction">of a corrected one.</param>
/// <param name="History">every step; null in lists.</param>
public sealed record DisputeView(
    DisputeId Id,
    string Month,
    string Line,
    DisputeReason Reason,
    DisputeStatus Status,
    DateTimeOffset OpenedAt,
    CorrectionView? Correction,
    IReadOnlyList<DisputeStepView>? History
)
{
    internal static DisputeView Of(LineDispute dispute, IReadOnlyList<DisputeStep>? steps) =>
        new(
            dispute.Id,
            dispute.Month.ToString(),
            dispute.Line,
            dispute.Reason,
            dispute.Status,
            dispute.OpenedAt,
            CorrectionView.Of(dispute),
            steps?.Select(step => new DisputeStepView(step.Status, step.At, step.By, step.Text)).ToArray()
        );
}

/// <param name="PointCurrency">null of a redemption's line.</param>
/// <param name="Money">null where points have no cost.</param>
/// <param name="Month">of the statement that has it; null until one is closed with it.</param>
public sealed record CorrectionView(PointCurrencyCode? PointCurrency, long Points, Money? Money, string? Month)
{
    internal static CorrectionView? Of(LineDispute dispute) =>
        dispute is { CorrectionPoints: { } points }
            ? new CorrectionView(
                dispute.CorrectionPointCurrency,
                points,
                StatementAmountView.MoneyOf(dispute.CorrectionMoney, dispute.CorrectionMoneyCurrency?.Code),
                dispute.CorrectedIn is { } day ? new AccountingMonth(day).ToString() : null
            )
            : null;
}

/// <param name="By">your client, or the member of staff.</param>
public sealed record DisputeStepView(DisputeStatus Status, DateTimeOffset At, string By, string Text);
