using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Points;

/// <summary>What a point of a currency costs whoever funds it.</summary>
public sealed record PointCost(PointCurrencyCode Currency, Money Cost)
{
    /// <summary>Of one point, in major units.</summary>
    public const decimal CostMax = 1_000_000m;

    /// <summary>Places after the point.</summary>
    public const int Decimals = 6;

    /// <returns>null when the amount is sound; else what is wrong with it.</returns>
    public static string? WhyNot(Money cost) =>
        cost.Amount is < 0 or > CostMax || decimal.Round(cost.Amount, Decimals) != cost.Amount
            ? $"must be between 0 and {CostMax:0} with at most {Decimals} decimal places"
            : null;

    /// <returns>null when a point can pay the amount; else what is wrong with it.</returns>
    public static string? WhyNotValue(Money value) =>
        value.Amount <= 0 || WhyNot(value) is not null
            ? $"must be greater than 0, at most {CostMax:0}, with at most {Decimals} decimal places"
            : null;
}

/// <summary>The costs of all points: a partner's contract names those of its own points, else the currency's default holds, as
/// it does for points of the club and for what members owe.</summary>
public sealed class PointCosts
{
    private readonly Dictionary<PointCurrencyCode, Money> defaults;
    private readonly Dictionary<(PointCurrencyCode Currency, Funder Funder), Money> ofPartners;

    public PointCosts(IEnumerable<PointCurrency> currencies, IEnumerable<Partner> partners)
    {
        defaults = currencies
            .Where(currency => currency.CostPerPoint is not null)
            .ToDictionary(currency => currency.Code, currency => currency.CostPerPoint!.Value);
        ofPartners = partners
            .SelectMany(partner =>
                partner.Contract.CostsPerPoint.Select(cost => (Key: (cost.Currency, Funder.Of(partner.Id)), cost.Cost))
            )
            .ToDictionary(cost => cost.Key, cost => cost.Cost);
    }

    /// <summary>Null when nobody has said.</summary>
    public Money? Of(PointCurrencyCode currency, Funder funder) =>
        ofPartners.TryGetValue((currency, funder), out var own) ? own
        : defaults.TryGetValue(currency, out var common) ? common
        : null;
}
