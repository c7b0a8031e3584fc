using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Partners;

/// <summary>Prepaid points over a month.</summary>
/// <param name="Opening">left at its beginning.</param>
/// <param name="Bought">in its blocks.</param>
/// <param name="Drawn">issued less taken back. Below 0 when more came back.</param>
/// <param name="Charged">what went beyond the blocks; the statement charges it.</param>
/// <param name="Closing">what the next month begins with.</param>
public sealed record PrepaidView(long Opening, long Bought, long Drawn, long Charged, long Closing)
{
    internal static PrepaidView Of(PrepaidFigures figures) =>
        new(figures.Opening, figures.Bought, figures.Drawn, figures.Charged, figures.Closing);
}

/// <summary>Where a partner's prepaid points stand at this moment, in the current month.</summary>
/// <param name="Left">below 0 while more was drawn than bought; the month's statement charges that.</param>
/// <param name="State"><c>enough</c>, <c>low</c> (fewer than the contract's <c>alertBelow</c>) or <c>usedUp</c>.</param>
public sealed record PrepaidStateView(
    PointCurrencyCode PointCurrency,
    long Left,
    PrepaidState State,
    PrepaidView Month
);

/// <param name="Terms">as the contract has them; null when it agrees on none (any more).</param>
/// <param name="Currencies">those of which the partner ever bought points.</param>
public sealed record PrepaidStatesView(PrepaidBody? Terms, IReadOnlyList<PrepaidStateView> Currencies);

/// <summary>Points that a partner bought.</summary>
/// <param name="Points">below 0 where it corrects an earlier block.</param>
/// <param name="Month" example="2026-10">that it counts for, from its beginning, and those after it.</param>
public sealed record PrepaidBlockView(
    PrepaidBlockId Id,
    PointCurrencyCode PointCurrency,
    long Points,
    Money? Paid,
    string? Reference,
    string Month,
    DateTimeOffset RecordedAt
)
{
    internal static PrepaidBlockView Of(PrepaidBlock block) =>
        new(
            block.Id,
            block.Currency,
            block.Points,
            StatementAmountView.MoneyOf(block.PaidAmount, block.PaidCurrency?.Code),
            block.Reference,
            AccountingMonth.Of(block.FirstDay).ToString(),
            block.RecordedAt
        );
}

/// <param name="Points" example="100000">not 0; below 0 corrects an earlier block.</param>
/// <param name="Paid">what the partner paid for it.</param>
/// <param name="Reference" example="INV-2026-118">whatever your books call it; up to 100 characters.</param>
public sealed record BuyPrepaidBody(
    PointCurrencyCode PointCurrency,
    long Points,
    Money? Paid = null,
    string? Reference = null
);
