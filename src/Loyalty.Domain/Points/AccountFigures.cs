namespace Loyalty.Domain.Points;

/// <summary>What entries of one kind moved over some days, see <see cref="LedgerTotal"/>; writers' slots summed up.</summary>
public sealed record AccountTotal(
    PointCurrencyCode Currency,
    EntryKind Kind,
    string CounterAccount,
    Funder Funder,
    long Points,
    long Entries
);

/// <summary>
/// The account of all outstanding points of one currency that one funder pays for, over a period. The funder
/// <see cref="LedgerTotal.Arrears"/> stands for what members owe: its points are below 0.
/// </summary>
public sealed record AccountFigures
{
    public required PointCurrencyCode Currency { get; init; }

    public required Funder Funder { get; init; }

    public required long Opening { get; init; }

    public required AccountMovements<long> Movements { get; init; }

    public long Closing => checked(Opening + Movements.Sum);

    /// <summary>Null while nobody has said what a point costs.</summary>
    public required AccountMoney? Money { get; init; }

    /// <summary>The account over a period.</summary>
    /// <param name="before">the period before; null when the account had no movement until now.</param>
    /// <param name="cost">of one point, that holds for the period.</param>
    public static AccountFigures Of(
        PointCurrencyCode currency,
        Funder funder,
        AccountFigures? before,
        AccountMovements<long> movements,
        Money? cost
    )
    {
        var opening = before?.Closing ?? 0;
        var closing = checked(opening + movements.Sum);
        return new AccountFigures
        {
            Currency = currency,
            Funder = funder,
            Opening = opening,
            Movements = movements,
            Money = cost is { } known ? AccountMoney.Of(known, before?.Money, opening, movements, closing) : null,
        };
    }
}

/// <summary>The account in money: points x cost per point, each amount rounded to the currency's smallest unit.</summary>
public sealed record AccountMoney
{
    /// <summary>Of one point.</summary>
    public required Money Cost { get; init; }

    public required decimal Opening { get; init; }

    public required AccountMovements<decimal> Movements { get; init; }

    /// <summary>What the opening points are worth more or less since the cost per point changed, and what rounding leaves, so
    /// that opening + movements + this = closing.</summary>
    public required decimal Revaluation { get; init; }

    public required decimal Closing { get; init; }

    /// <param name="before">the account in money at the end of the period before. In another currency, or null: the opening
    /// points count with the cost of this period.</param>
    internal static AccountMoney Of(
        Money cost,
        AccountMoney? before,
        long opening,
        AccountMovements<long> movements,
        long closing
    )
    {
        var known = before?.Cost.Currency == cost.Currency ? before : null;
        var worth = movements.Select(points => Worth(points, cost));
        var (first, last) = (known?.Closing ?? Worth(opening, cost), Worth(closing, cost));
        return new AccountMoney
        {
            Cost = cost,
            Opening = first,
            Movements = worth,
            Revaluation = last - first - worth.Sum,
            Closing = last,
        };
    }

    /// <summary>What points cost, in the currency's smallest unit, halves away from 0.</summary>
    public static decimal Worth(long points, Money cost) =>
        decimal.Round(points * cost.Amount, cost.Currency.Decimals, MidpointRounding.AwayFromZero);
}
