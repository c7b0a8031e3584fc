using System.Text.Json;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Partners;

/// <summary>A statement added up.</summary>
/// <param name="Currencies">what the partner funds, by point currency.</param>
/// <param name="Fulfilment">what the partner delivered, by currency of money.</param>
public sealed record StatementFigures(
    IReadOnlyList<StatementFigures.OfCurrency> Currencies,
    IReadOnlyList<StatementFigures.OfFulfilment> Fulfilment
)
{
    /// <summary>Positive is owed to the club, below 0 to the partner.</summary>
    /// <param name="Fulfilled">how many redemptions were delivered.</param>
    /// <param name="Returned">how many of the delivered came back.</param>
    /// <param name="CorrectionMoney">of lines of redemptions in earlier statements.</param>
    public sealed record OfFulfilment(
        string MoneyCurrency,
        int Fulfilled,
        decimal FulfilledMoney,
        int Returned,
        decimal ReturnedMoney,
        decimal CorrectionMoney
    )
    {
        public static OfFulfilment None(string currency) => new(currency, 0, 0, 0, 0, 0);

        public decimal DueMoney => FulfilledMoney + ReturnedMoney + CorrectionMoney;

        /// <param name="line">of a redemption.</param>
        public OfFulfilment With(StatementLine line) =>
            line.Movement == StatementMovement.Returned
                ? this with
                {
                    Returned = Returned + 1,
                    ReturnedMoney = ReturnedMoney + line.Money!.Value,
                }
                : this with
                {
                    Fulfilled = Fulfilled + 1,
                    FulfilledMoney = FulfilledMoney + line.Money!.Value,
                };
    }

    /// <summary>All that is due, by currency of money: positive is owed to the club, below 0 to the partner.</summary>
    public IEnumerable<(string Currency, decimal Money)> Balance() =>
        Currencies
            .Where(one => one is { DueMoney: not null, MoneyCurrency: not null })
            .Select(one => (Currency: one.MoneyCurrency!, Money: one.DueMoney!.Value))
            .Concat(Fulfilment.Select(one => (Currency: one.MoneyCurrency, Money: one.DueMoney)))
            .GroupBy(one => one.Currency, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, group.Sum(one => one.Money)));

    /// <summary>Issued and reversed are those of the accounting period for this funder, in points and in money.</summary>
    /// <param name="Cost">of one point, in major units; null while nobody has said. Then there is no money.</param>
    /// <param name="MoneyCurrency">of all amounts.</param>
    /// <param name="Prepaid">null when the partner never bought points beforehand. Else only what goes beyond them is due.</param>
    public sealed record OfCurrency(
        string PointCurrency,
        decimal? Cost,
        string? MoneyCurrency,
        long IssuedPoints,
        decimal? IssuedMoney,
        long ReversedPoints,
        decimal? ReversedMoney,
        long CorrectionPoints,
        decimal? CorrectionMoney,
        PrepaidFigures? Prepaid = null
    )
    {
        /// <summary>What the blocks of prepaid points pay for; below 0 when more came back to them.</summary>
        public long CoveredPoints => Prepaid is { } prepaid ? prepaid.Drawn - prepaid.Charged : 0;

        /// <summary>The rest is charged at the cost of a point, rounded once.</summary>
        public decimal? CoveredMoney =>
            Prepaid is { } prepaid && IssuedMoney is not null
                ? IssuedMoney + ReversedMoney - AccountMoney.Worth(prepaid.Charged, CostOfPoint)
                : null;

        public long DuePoints => IssuedPoints + ReversedPoints - CoveredPoints + CorrectionPoints;

        public decimal? DueMoney =>
            IssuedMoney is null && CorrectionMoney is null
                ? null
                : (IssuedMoney ?? 0) + (ReversedMoney ?? 0) - (CoveredMoney ?? 0) + (CorrectionMoney ?? 0);

        private Money CostOfPoint => new(Cost!.Value, Domain.MoneyCurrency.Parse(MoneyCurrency!));
    }

    /// <param name="prepaid">of the month, by point currency.</param>
    public StatementFigures WithPrepaid(IReadOnlyDictionary<string, PrepaidFigures> prepaid)
    {
        var known = Currencies.ToDictionary(one => one.PointCurrency, StringComparer.Ordinal);
        foreach (var (currency, figures) in prepaid)
        {
            var before =
                known.GetValueOrDefault(currency) ?? new OfCurrency(currency, null, null, 0, null, 0, null, 0, null);
            known[currency] = before with { Prepaid = figures };
        }

        return this with
        {
            Currencies = [.. known.Values.OrderBy(one => one.PointCurrency, StringComparer.Ordinal)],
        };
    }

    /// <summary>The figures of a funder's accounts.</summary>
    public static StatementFigures Of(PeriodFigures period, Funder funder, IReadOnlyList<OfFulfilment> fulfilment) =>
        new(
            [
                .. period
                    .Accounts.Where(account => account.Funder == funder)
                    .Select(account => new OfCurrency(
                        account.Currency.Value,
                        account.Money?.Cost.Amount,
                        account.Money?.Cost.Currency.Code,
                        account.Movements.Issued,
                        account.Money?.Movements.Issued,
                        account.Movements.Reversed,
                        account.Money?.Movements.Reversed,
                        CorrectionPoints: 0,
                        CorrectionMoney: null
                    )),
            ],
            fulfilment
        );

    /// <param name="corrections">lines of corrections.</param>
    public StatementFigures With(IReadOnlyList<StatementLine> corrections)
    {
        var known = Currencies.ToDictionary(one => one.PointCurrency, StringComparer.Ordinal);
        foreach (
            var group in corrections
                .Where(line => line.PointCurrency is not null)
                .GroupBy(line => line.PointCurrency!, StringComparer.Ordinal)
        )
        {
            var before =
                known.GetValueOrDefault(group.Key)
                ?? new OfCurrency(group.Key, null, group.First().MoneyCurrency, 0, null, 0, null, 0, null);
            known[group.Key] = before with
            {
                MoneyCurrency = before.MoneyCurrency ?? group.First().MoneyCurrency,
                CorrectionPoints = group.Sum(line => line.Points),
                CorrectionMoney = group.Any(line => line.Money is not null) ? group.Sum(line => line.Money ?? 0) : null,
            };
        }

        var delivered = Fulfilment.ToDictionary(one => one.MoneyCurrency, StringComparer.Ordinal);
        foreach (var line in corrections.Where(line => line.PointCurrency is null))
        {
            var before = delivered.GetValueOrDefault(line.MoneyCurrency!) ?? OfFulfilment.None(line.MoneyCurrency!);
            delivered[line.MoneyCurrency!] = before with
            {
                CorrectionMoney = before.CorrectionMoney + line.Money!.Value,
            };
        }

        return new(
            [.. known.Values.OrderBy(one => one.PointCurrency, StringComparer.Ordinal)],
            [.. delivered.Values.OrderBy(one => one.MoneyCurrency, StringComparer.Ordinal)]
        );
    }

    public string ToJson() => JsonSerializer.Serialize(this, StatementJson.Default.StatementFigures);

    /// <exception cref="JsonException">the text is none.</exception>
    public static StatementFigures Parse(string json) =>
        JsonSerializer.Deserialize(json, StatementJson.Default.StatementFigures) ?? throw new JsonException();
}
