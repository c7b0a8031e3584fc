using System.Text.Json;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Partners;

/// <summary>Both sides of a day, added up.</summary>
/// <param name="Declared">the totals that the partner sent with its lines; null when it sent none.</param>
/// <param name="Listed">its lines added up, without those that were listed twice or could not be read.</param>
/// <param name="Ours">what the club has posted of the day: of what was listed, and what was not.</param>
/// <param name="UnlistedBeyond">events that were not listed and have no line, because there were too many.</param>
public sealed record ReconciliationTotals(DaySums? Declared, DaySums Listed, DaySums Ours, int UnlistedBeyond = 0)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReconciliationJson.Default.ReconciliationTotals);

    /// <exception cref="JsonException">the text is none.</exception>
    public static ReconciliationTotals Parse(string json) =>
        JsonSerializer.Deserialize(json, ReconciliationJson.Default.ReconciliationTotals) ?? throw new JsonException();
}

/// <summary>Events of a day added up.</summary>
public sealed class DaySums
{
    public int Events { get; set; }

    /// <summary>In major units, by ISO 4217 code.</summary>
    public SortedDictionary<string, decimal> Money { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By point currency; what the partner lists without one stands under an empty code.</summary>
    public SortedDictionary<string, long> Points { get; init; } = new(StringComparer.Ordinal);

    public void Add(ListedEvent listed)
    {
        Events++;
        if (listed.Amount is { } amount)
        {
            Add(amount);
        }

        if (listed.Points is { } points)
        {
            Add(listed.PointCurrency?.Value ?? "", points);
        }
    }

    public void Add(PartnerEventRecord known) =>
        Add(known.Amount, known.AmountCurrency, ReconciliationDecision.PointsOf(known.Postings));

    /// <param name="moved">by point currency.</param>
    public void Add(
        decimal? amount,
        MoneyCurrency? currency,
        IEnumerable<(PointCurrencyCode Currency, long Points)> moved
    )
    {
        Events++;
        if (amount is { } major && currency is { } code)
        {
            Add(new Money(major, code));
        }

        foreach (var (pointCurrency, points) in moved)
        {
            Add(pointCurrency.Value, points);
        }
    }

    public void Add(Money amount) =>
        Money[amount.Currency.Code] = Money.GetValueOrDefault(amount.Currency.Code) + amount.Amount;

    public void Add(string currency, long points) =>
        Points[currency] = unchecked(Points.GetValueOrDefault(currency) + points);
}
