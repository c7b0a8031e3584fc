namespace Loyalty.Domain.Points;

/// <summary>Sums entries up into totals.</summary>
public sealed class TotalSums
{
    private readonly Dictionary<Key, (long Points, long Entries)> sums = [];

    /// <param name="day">see <see cref="LedgerTotal.Day"/>.</param>
    /// <param name="points">of the entry.</param>
    /// <param name="moves">how it changed the lots. What of the points went into no lot went into arrears, or repaid them.</param>
    public void Add(
        DateOnly day,
        PointCurrencyCode currency,
        EntryKind kind,
        string counterAccount,
        long points,
        IReadOnlyList<LotMove> moves
    )
    {
        var outside = points;
        foreach (var (lot, moved) in moves)
        {
            Add(new Key(day, currency.Value, kind, counterAccount, lot.Funder.Value), moved);
            outside -= moved;
        }

        if (outside != 0)
        {
            Add(new Key(day, currency.Value, kind, counterAccount, LedgerTotal.Arrears.Value), outside);
        }
    }

    /// <summary>In the order of keys: rows are locked as they are written, and two nodes must not wait for each other.</summary>
    public IEnumerable<LedgerTotal> ToTotals(int slot) =>
        sums.OrderBy(sum => sum.Key.Day)
            .ThenBy(sum => sum.Key.Currency, StringComparer.Ordinal)
            .ThenBy(sum => sum.Key.Kind)
            .ThenBy(sum => sum.Key.Account, StringComparer.Ordinal)
            .ThenBy(sum => sum.Key.Funder)
            .Select(sum => new LedgerTotal
            {
                Day = sum.Key.Day,
                Currency = PointCurrencyCode.Parse(sum.Key.Currency),
                Kind = sum.Key.Kind,
                CounterAccount = sum.Key.Account,
                Funder = new Funder(sum.Key.Funder),
                Slot = slot,
                Points = sum.Value.Points,
                Entries = sum.Value.Entries,
            });

    private void Add(Key key, long points)
    {
        var sum = sums.GetValueOrDefault(key);
        sums[key] = (checked(sum.Points + points), sum.Entries + 1);
    }

    private readonly record struct Key(DateOnly Day, string Currency, EntryKind Kind, string Account, Guid Funder);
}
