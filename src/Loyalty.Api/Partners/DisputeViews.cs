using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Partners;

/// <param name="Month" example="2026-10">of the statement.</param>
/// <param name="EventKey">of the line.</param>
/// <param name="Text">1 to 1,000 characters, without personal data.</param>
public sealed record OpenDisputeBody(string Month, PartnerEventKey EventKey, DisputeReason Reason, string Text);

/// <param name="Text">why: 1 to 1,000 characters. The partner reads it.</param>
public sealed record DecideDisputeBody(string Text);

/// <param name="Text">why: 1 to 1,000 characters. The partner reads it.</param>
/// <param name="Points" example="-120">below 0 for what the partner need not pay.</param>
/// <param name="Money">signed alike; points x cost of the disputed statement when it is left out.</param>
public sealed record CorrectDisputeBody(string Text, PointCurrencyCode PointCurrency, long Points, Money? Money = null);

/// <summary>A line of a statement that the partner does not agree with.</summary>
/// <param name="Correction">of a corrected one.</param>
/// <param name="History">every step; null in lists.</param>
public sealed record DisputeView(
    DisputeId Id,
    string Month,
    PartnerEventKey EventKey,
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
            dispute.EventKey,
            dispute.Reason,
            dispute.Status,
            dispute.OpenedAt,
            CorrectionView.Of(dispute),
            steps?.Select(step => new DisputeStepView(step.Status, step.At, step.By, step.Text)).ToArray()
        );
}

/// <param name="Money">null where points have no cost.</param>
/// <param name="Month">of the statement that has it; null until one is closed with it.</param>
public sealed record CorrectionView(PointCurrencyCode PointCurrency, long Points, Money? Money, string? Month)
{
    internal static CorrectionView? Of(LineDispute dispute) =>
        dispute is { CorrectionPointCurrency: { } currency, CorrectionPoints: { } points }
            ? new CorrectionView(
                currency,
                points,
                StatementAmountView.MoneyOf(dispute.CorrectionMoney, dispute.CorrectionMoneyCurrency?.Code),
                dispute.CorrectedIn is { } day ? new AccountingMonth(day).ToString() : null
            )
            : null;
}

/// <param name="By">your client, or the member of staff.</param>
public sealed record DisputeStepView(DisputeStatus Status, DateTimeOffset At, string By, string Text);
