using System.Globalization;
using Loyalty.Application.Partners;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;

namespace Loyalty.Api.Partners;

/// <param name="Month" example="2026-10">a month of the programme's time zone, by recording.</param>
public sealed record StatementMonthView(string Month);

/// <summary>What a partner owes for the points that it funds, and is owed for what it delivered.</summary>
/// <param name="Status"><c>current</c> and <c>ended</c>: figures and lines may still change. <c>closed</c>: they never do.</param>
/// <param name="Currencies">the totals, by point currency.</param>
/// <param name="Fulfilment">the totals of what it delivered, by currency of money.</param>
/// <param name="Balance">all that is due, by currency of money: positive is owed to the club, below 0 to the partner.</param>
/// <param name="Lines">how many lines it has; null while it is open.</param>
public sealed record StatementView(
    string Month,
    PartnerId PartnerId,
    string PartnerName,
    AccountingPeriodStatus Status,
    IReadOnlyList<StatementCurrencyView> Currencies,
    IReadOnlyList<StatementFulfilmentView> Fulfilment,
    IReadOnlyList<Money> Balance,
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
            [.. state.Figures.Fulfilment.Select(StatementFulfilmentView.Of)],
            [
                .. state
                    .Figures.Balance()
                    .Select(one => StatementAmountView.MoneyOf(one.Money, MoneyCurrency.Parse(one.Currency))),
            ],
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

/// <summary>Below 0 is owed to the partner.</summary>
/// <param name="Fulfilled">delivered in the month.</param>
/// <param name="Returned">of what was delivered, also earlier, what came back in the month.</param>
/// <param name="Corrections">agreed after disputes of earlier statements.</param>
public sealed record StatementFulfilmentView(
    StatementRedemptionsView Fulfilled,
    StatementRedemptionsView Returned,
    Money Corrections,
    Money Due
)
{
    internal static StatementFulfilmentView Of(StatementFigures.OfFulfilment one)
    {
        var currency = MoneyCurrency.Parse(one.MoneyCurrency);
        return new(
            new(one.Fulfilled, StatementAmountView.MoneyOf(one.FulfilledMoney, currency)),
            new(one.Returned, StatementAmountView.MoneyOf(one.ReturnedMoney, currency)),
            StatementAmountView.MoneyOf(one.CorrectionMoney, currency),
            StatementAmountView.MoneyOf(one.DueMoney, currency)
        );
    }
}

public sealed record StatementRedemptionsView(int Redemptions, Money Money);

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

/// <summary>One line: what an event moved of points that the partner funds, or a redemption that the partner delivered.</summary>
/// <param name="Line">what a dispute names.</param>
/// <param name="EventKey">null of a redemption, of a correction, and of a line that stands for what other partners' reversals took from the points,
/// and for what was recorded late.</param>
/// <param name="PointCurrency">null of a redemption.</param>
/// <param name="Points">positive is owed.</param>
/// <param name="PointsElsewhere">points of the event that went into arrears or came from them, or from others' points; they are
/// not charged.</param>
/// <param name="CostPerUnit">of a redemption, as it was when the member redeemed.</param>
/// <param name="Money">points x cost, not rounded; of a redemption units x cost, rounded, below 0 because it is owed to the partner;
/// of a correction what was agreed.</param>
/// <param name="Dispute">of a correction: the dispute that led to it.</param>
/// <param name="Redemption">the order that was delivered, or came back.</param>
/// <param name="Reference">the partner's own id of the order.</param>
/// <param name="Units">pieces, or units of an amount that varies.</param>
public sealed record StatementLineView(
    string Line,
    StatementMovement Movement,
    PartnerEventKey? EventKey,
    string? Source,
    string? EventId,
    string? Type,
    DateTimeOffset? OccurredAt,
    DateTimeOffset? RecordedAt,
    PointCurrencyCode? PointCurrency,
    long Points,
    long PointsElsewhere,
    Money? CostPerPoint,
    Money? CostPerUnit,
    Money? Money,
    DisputeId? Dispute,
    RedemptionId? Redemption,
    string? Reference,
    string? Product,
    long? Units
)
{
    internal static StatementLineView Of(StatementLine line) =>
        new(
            line.Name.ToString(),
            line.Movement,
            line.EventKey is { } key ? new PartnerEventKey(key) : null,
            line.Source,
            line.EventId,
            line.Type,
            line.OccurredAt,
            line.RecordedAt,
            line.PointCurrency is { } currency ? PointCurrencyCode.Parse(currency) : null,
            line.Points,
            line.Elsewhere,
            line.Redemption is null ? StatementAmountView.MoneyOf(line.Cost, line.MoneyCurrency) : null,
            line.Redemption is null ? null : StatementAmountView.MoneyOf(line.Cost, line.MoneyCurrency),
            StatementAmountView.MoneyOf(line.Money, line.MoneyCurrency),
            line.Dispute is { } dispute ? new DisputeId(dispute) : null,
            line.Redemption is { } redemption ? new RedemptionId(redemption) : null,
            line.Reference,
            line.Product,
            line.Units
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
            line.PointCurrency ?? "",
            line.Points.ToString(CultureInfo.InvariantCulture),
            line.Elsewhere.ToString(CultureInfo.InvariantCulture),
            Text(line.Cost),
            Text(line.Money),
            line.MoneyCurrency ?? "",
            view.Dispute?.ToString() ?? "",
            view.Redemption?.ToString() ?? "",
            view.Reference ?? "",
            view.Product ?? "",
            line.Units?.ToString(CultureInfo.InvariantCulture) ?? "",
            view.Line,
        ];
    }

    private static string Text(decimal? number) => number?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "";

    private static string Text(DateTimeOffset? instant) =>
        instant?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture) ?? "";
}
