using Loyalty.Application.Points;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>
/// Reads what is left of the points that a partner bought. What the last closed statement left is carried on, month by month:
/// blocks add to it, accruals of the partner's funding draw on it, and what goes beyond is charged by the month's statement.
/// </summary>
public sealed class PrepaidPoints(LoyaltyDbContext context, Accounts accounts)
{
    /// <summary>The current month as of this moment, by point currency; empty while the partner never bought any.</summary>
    public async Task<IReadOnlyDictionary<string, PrepaidFigures>> NowAsync(
        PartnerId partner,
        CancellationToken cancellationToken
    ) =>
        await OfAsync(
            partner,
            await accounts.CurrentMonthAsync(cancellationToken),
            PeriodFigures.None,
            cancellationToken
        );

    /// <param name="figures">of the month; what its accounts say was drawn counts, and where they are silent the totals do.</param>
    internal async Task<IReadOnlyDictionary<string, PrepaidFigures>> OfAsync(
        PartnerId partner,
        AccountingMonth month,
        PeriodFigures figures,
        CancellationToken cancellationToken
    )
    {
        var blocks = await BlocksAsync(partner, cancellationToken);
        if (blocks.Count == 0)
        {
            return new Dictionary<string, PrepaidFigures>(StringComparer.Ordinal);
        }

        var (left, from) = await CarriedAsync(partner, month, cancellationToken);
        var at = from ?? blocks.Keys.Select(key => key.Month).Min();
        var drawn = await DrawnAsync(partner, at, month, cancellationToken);
        foreach (var account in figures.Accounts.Where(account => account.Funder == Funder.Of(partner)))
        {
            // The accounts also have what a closed month gained afterwards.
            drawn[(account.Currency.Value, month)] = account.Movements.Issued + account.Movements.Reversed;
        }

        var last = new Dictionary<string, PrepaidFigures>(StringComparer.Ordinal);
        for (; at <= month; at = at.Next)
        {
            last.Clear();
            foreach (
                var currency in blocks
                    .Keys.Where(key => key.Month <= at)
                    .Select(key => key.Currency)
                    .Distinct(StringComparer.Ordinal)
            )
            {
                last[currency] = new PrepaidFigures(
                    left.GetValueOrDefault(currency),
                    blocks.GetValueOrDefault((currency, at)),
                    drawn.GetValueOrDefault((currency, at))
                );
            }

            foreach (var (currency, one) in last)
            {
                left[currency] = one.Closing;
            }
        }

        return last;
    }

    private async Task<Dictionary<(string Currency, AccountingMonth Month), long>> BlocksAsync(
        PartnerId partner,
        CancellationToken cancellationToken
    )
    {
        var sums = await context
            .PrepaidBlocks.Where(block => block.PartnerId == partner)
            .GroupBy(block => new { block.Currency, block.FirstDay })
            .Select(group => new
            {
                group.Key.Currency,
                group.Key.FirstDay,
                Points = group.Sum(block => block.Points),
            })
            .ToListAsync(cancellationToken);
        return sums.ToDictionary(sum => (sum.Currency.Value, AccountingMonth.Of(sum.FirstDay)), sum => sum.Points);
    }

    /// <summary>What the last closed statement before the month left, and the month after it; nothing and null without one.</summary>
    private async Task<(Dictionary<string, long> Left, AccountingMonth? From)> CarriedAsync(
        PartnerId partner,
        AccountingMonth month,
        CancellationToken cancellationToken
    )
    {
        var before = month.FirstDay;
        var closed = await context
            .ClearingStatements.AsNoTracking()
            .Where(statement =>
                statement.PartnerId == partner && statement.ClosedAt != null && statement.FirstDay < before
            )
            .OrderByDescending(statement => statement.FirstDay)
            .FirstOrDefaultAsync(cancellationToken);
        var left = closed is null
            ? []
            : StatementFigures
                .Parse(closed.Figures!)
                .Currencies.Where(one => one.Prepaid is not null)
                .ToDictionary(one => one.PointCurrency, one => one.Prepaid!.Value.Closing, StringComparer.Ordinal);
        return (left, closed?.Month.Next);
    }

    private async Task<Dictionary<(string Currency, AccountingMonth Month), long>> DrawnAsync(
        PartnerId partner,
        AccountingMonth from,
        AccountingMonth to,
        CancellationToken cancellationToken
    )
    {
        var (funder, first, last) = (Funder.Of(partner), from.FirstDay, to.LastDay);
        var days = await context
            .LedgerTotals.Where(total =>
                total.Funder == funder
                && total.Day >= first
                && total.Day <= last
                && (total.Kind == EntryKind.Accrual || total.Kind == EntryKind.AccrualReversal)
            )
            .GroupBy(total => new { total.Currency, total.Day })
            .Select(group => new
            {
                group.Key.Currency,
                group.Key.Day,
                Points = group.Sum(total => total.Points),
            })
            .ToListAsync(cancellationToken);
        return days.GroupBy(day => (day.Currency.Value, AccountingMonth.Of(day.Day)))
            .ToDictionary(group => group.Key, group => group.Sum(day => day.Points));
    }
}
