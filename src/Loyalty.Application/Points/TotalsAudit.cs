using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>
/// Compares the totals of the books with the entries that a verification read. They can only be compared when nothing moved
/// from its beginning to its end; the count of entries in the totals tells.
/// </summary>
internal sealed class TotalsAudit
{
    private readonly TotalSums sums = new();
    private long entriesBefore;
    private bool readable = true;

    public async Task BeginAsync(LoyaltyDbContext context, CancellationToken cancellationToken) =>
        entriesBefore = await CountAsync(context, cancellationToken);

    public void Take(Entry entry, PointCurrencyCode currency)
    {
        try
        {
            // Whole accounts are compared: the day on which an entry was booked is not the entry's to say.
            sums.Add(
                default,
                currency,
                entry.Kind,
                entry.CounterAccount,
                entry.Points,
                readable ? LotMoves.Read(entry.LotMoves) : []
            );
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            // The wallet's own audit names it.
            readable = false;
        }
    }

    /// <returns>null when points moved meanwhile; else one sentence for each account that is not the sum of its entries.</returns>
    public async Task<IReadOnlyList<string>?> FinishAsync(LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        var stored = await context
            .LedgerTotals.GroupBy(total => new
            {
                total.Currency,
                total.Kind,
                total.CounterAccount,
                total.Funder,
            })
            .Select(group => new AccountTotal(
                group.Key.Currency,
                group.Key.Kind,
                group.Key.CounterAccount,
                group.Key.Funder,
                group.Sum(total => total.Points),
                group.Sum(total => total.Entries)
            ))
            .ToListAsync(cancellationToken);
        if (!readable || entriesBefore != stored.Sum(total => total.Entries))
        {
            return null;
        }

        var read = sums.ToTotals(0)
            .Select(total => new AccountTotal(
                total.Currency,
                total.Kind,
                total.CounterAccount,
                total.Funder,
                total.Points,
                total.Entries
            ))
            .ToArray();
        return
        [
            .. Differences(read, stored)
                .Select(one =>
                    $"the totals of {one.Currency} {one.Kind} {one.CounterAccount} are {one.Points} points in {one.Entries} entries away from what the entries sum to"
                ),
        ];
    }

    private static Task<long> CountAsync(LoyaltyDbContext context, CancellationToken cancellationToken) =>
        context.LedgerTotals.SumAsync(total => total.Entries, cancellationToken);

    private static IEnumerable<AccountTotal> Differences(
        IReadOnlyList<AccountTotal> read,
        IReadOnlyList<AccountTotal> stored
    ) =>
        stored
            .Concat(read.Select(total => total with { Points = -total.Points, Entries = -total.Entries }))
            .GroupBy(total => total with { Points = 0, Entries = 0 })
            .Select(group =>
                group.Key with
                {
                    Points = group.Sum(total => total.Points),
                    Entries = group.Sum(total => total.Entries),
                }
            )
            .Where(total => total.Points != 0 || total.Entries != 0);
}
