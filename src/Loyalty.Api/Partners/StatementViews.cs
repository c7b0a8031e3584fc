using System.Globalization;
using Loyalty.Application.Partners;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Partners;

/// <param name="Month" example="2026-10">a month of the programme's time zone, by recording.</param>
public sealed record StatementMonthView(string Month);

/// <summary>What a partner owes for the points that it funds.</summary>
/// <param name="Status"><c>current</c> and <c>ended</c>: figures and lines may still change. <c>closed</c>: they never do.</param>
/// <param name="Currencies">the totals, by point currency.</param>
/// <param name="Lines">how many lines it has; null while it is open.</param>
public sealed record StatementView(
    string Month,
    PartnerId PartnerId,
    string PartnerName,
    AccountingPeriodStatus Status,
    IReadOnlyList<StatementCurrencyView> Currencies,
    int? Lines,
    DateTimeOffset? ClosedAt
)
{
    internal static StatementView Of(Partner partner, StatementState state) =>
        new(
            state.Month.ToString(),
            partner.Id,
            partner.Name,
            state.Status,
            [.. state.Figures.Currencies.Select(StatementCurrencyView.Of)],
            state.Lines,
            state.ClosedAt
        );
}

/// <summary>Positive is owed to the club. Issued and reversed are those of the accounting period, rounded as there.</summary>
/// <param name="CostPerPoint">null while nobody has said; then there is no money.</param>
/// <param name="Corrections">agreed after disputes of earlier statements; the accounting period does not have them.</param>
/// <param name="Covered">by points that were bought beforehand; below 0 when more came back to them than was drawn.</param>
/// <param name="Due">issued and reversed, less what is covered, with the corrections.</param>
/// <param name="Prepaid">null when the partner never bought points.</param>
public sealed record StatementCurrencyView(
    PointCurrencyCode PointCurrency,
    Money? CostPerPoint,
    StatementAmountView Issued,
    StatementAmountView Reversed,
    StatementAmountView Corrections,
    StatementAmountView Covered,
    StatementAmountView Due,
    PrepaidView? Prepaid
)
{
    internal static StatementCurrencyView Of(StatementFigures.OfCurrency one) =>
        new(
            PointCurrencyCode.Parse(one.PointCurrency),
            StatementAmountView.MoneyOf(one.Cost, one.MoneyCurrency),
            StatementAmountView.Of(one.IssuedPoints, one.IssuedMoney, one.MoneyCurrency),
            StatementAmountView.Of(one.ReversedPoints, one.ReversedMoney, one.MoneyCurrency),
            StatementAmountView.Of(one.CorrectionPoints, one.CorrectionMoney, one.MoneyCurrency),
            StatementAmountView.Of(one.CoveredPoints, one.CoveredMoney, one.MoneyCurrency),
            StatementAmountView.Of(one.DuePoints, one.DueMoney, one.MoneyCurrency),
            one.Prepaid is { } prepaid ? PrepaidView.Of(prepaid) : null
        );
}

public sealed record StatementAmountView(long Points, Money? Money)
{
    internal StatementAmountView Negated =>
        new(-Points, Money is { } money ? money with { Amount = -money.Amount } : null);

    internal static StatementAmountView Of(long points, decimal? money, string? currency) =>
        new(points, MoneyOf(money, currency));

    internal static Money? MoneyOf(decimal? amount, string? currency) =>
        amount is { } known && currency is not null ? MoneyOf(known, MoneyCurrency.Parse(currency)) : null;

    /// <summary>With as many decimal places as the currency has, and more only where they are not 0: databases keep others.</summary>
    internal static Money MoneyOf(decimal amount, MoneyCurrency currency) =>
        new(
            amount / 1.0000000000000000000000000000m + new decimal(0, 0, 0, isNegative: false, (byte)currency.Decimals),
            currency
        );
}

/// <summary>One line: what an event moved of points that the partner funds.</summary>
/// <param name="EventKey">what a dispute names. Null of a line that stands for what other partners' reversals took from the points,
/// and for what was recorded late.</param>
/// <param name="Points">positive is owed.</param>
/// <param name="PointsElsewhere">points of the event that went into arrears or came from them, or from others' points; they are
/// not charged.</param>
/// <param name="Money">points x cost, not rounded; of a correction what was agreed.</param>
/// <param name="Dispute">of a correction: the dispute that led to it.</param>
public sealed record StatementLineView(
    StatementMovement Movement,
    PartnerEventKey? EventKey,
    string? Source,
    string? EventId,
    string? Type,
    DateTimeOffset? OccurredAt,
    DateTimeOffset? RecordedAt,
    PointCurrencyCode PointCurrency,
    long Points,
    long PointsElsewhere,
    Money? CostPerPoint,
    Money? Money,
    DisputeId? Dispute
)
{
    internal static StatementLineView Of(StatementLine line) =>
        new(
            line.Movement,
            line.EventKey is { } key ? new PartnerEventKey(key) : null,
            line.Source,
            line.EventId,
            line.Type,
            line.OccurredAt,
            line.RecordedAt,
            PointCurrencyCode.Parse(line.PointCurrency),
            line.Points,
            line.Elsewhere,
            StatementAmountView.MoneyOf(line.Cost, line.MoneyCurrency),
            StatementAmountView.MoneyOf(line.Money, line.MoneyCurrency),
            line.Dispute is { } dispute ? new DisputeId(dispute) : null
        );

    /// <summary>As text, in the columns of <see cref="StatementExport"/>.</summary>
    internal static string[] Fields(string month, StatementLine line)
    {
        var view = Of(line);
        return
        [
            month,
            view.Movement.ToString().ToLowerInvariant(),
            view.EventKey?.ToString() ?? "",
            view.Source ?? "",
            view.EventId ?? "",
            view.Type ?? "",
            Text(view.OccurredAt),
            Text(view.RecordedAt),
            line.PointCurrency,
            line.Points.ToString(CultureInfo.InvariantCulture),
            line.Elsewhere.ToString(CultureInfo.InvariantCulture),
            Text(line.Cost),
            Text(line.Money),
            line.MoneyCurrency ?? "",
            view.Dispute?.ToString() ?? "",
        ];
    }

    private static string Text(decimal? number) => number?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "";

    private static string Text(DateTimeOffset? instant) =>
        instant?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture) ?? "";
}
