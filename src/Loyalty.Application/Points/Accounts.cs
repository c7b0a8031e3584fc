using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>Where a period stands.</summary>
public enum AccountingPeriodStatus
{
    /// <summary>It goes on.</summary>
    Current,

    /// <summary>It has ended and can be closed when those before it are.</summary>
    Ended,

    /// <summary>Its figures are frozen.</summary>
    Closed,
}

/// <param name="ClosedAt">null while it is open, as <paramref name="ClosedBy"/>.</param>
public sealed record AccountingPeriodSummary(
    AccountingMonth Month,
    AccountingPeriodStatus Status,
    DateTimeOffset? ClosedAt,
    string? ClosedBy
);

/// <summary>A period with its figures: frozen ones of a closed period, else those of this moment.</summary>
public sealed record AccountingPeriodFigures(AccountingPeriodSummary Period, PeriodFigures Figures);

/// <summary>
/// Reads the books. A closed period has its figures stored; those of an open one follow from the last closed one, the totals
/// since then and the costs per point of this moment. A read sums up the days of the open periods and never entries.
/// </summary>
public sealed class Accounts(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>All periods, the newest first, from the first movement to the current month.</summary>
    public async Task<IReadOnlyList<AccountingPeriodSummary>> ListAsync(CancellationToken cancellationToken)
    {
        if (await FirstMonthAsync(cancellationToken) is not { } first)
        {
            return [];
        }

        var current = await CurrentMonthAsync(cancellationToken);
        var closed = await context
            .AccountingPeriods.AsNoTracking()
            .Select(period => new
            {
                period.FirstDay,
                period.ClosedAt,
                period.ClosedBy,
            })
            .ToDictionaryAsync(period => period.FirstDay, cancellationToken);
        var periods = new List<AccountingPeriodSummary>();
        for (var month = first; month <= current; month = month.Next)
        {
            var known = closed.GetValueOrDefault(month.FirstDay);
            periods.Add(Summary(month, current, known?.ClosedAt, known?.ClosedBy));
        }

        periods.Reverse();
        return periods;
    }

    /// <returns>null when the books have no such period.</returns>
    public async Task<AccountingPeriodFigures?> FindAsync(AccountingMonth month, CancellationToken cancellationToken)
    {
        var current = await CurrentMonthAsync(cancellationToken);
        if (await FindClosedAsync(month, cancellationToken) is { } closed)
        {
            return new(Summary(month, current, closed.ClosedAt, closed.ClosedBy), closed.Figures());
        }

        return await FirstMonthAsync(cancellationToken) is { } first && month >= first && month <= current
            ? new(
                Summary(month, current, closedAt: null, closedBy: null),
                await ComputeAsync(month.LastDay, cancellationToken)
            )
            : null;
    }

    /// <summary>What is outstanding at the end of a day: the closing figures of a period that would end with it.</summary>
    public async Task<PeriodFigures> OnAsync(DateOnly day, CancellationToken cancellationToken) =>
        day == AccountingMonth.Of(day).LastDay
        && await FindClosedAsync(AccountingMonth.Of(day), cancellationToken) is { } closed
            ? closed.Figures()
            : await ComputeAsync(day, cancellationToken);

    /// <summary>The month after the last closed one; the first of all when none is closed; null while nothing ever moved.</summary>
    internal async Task<AccountingMonth?> FirstOpenAsync(CancellationToken cancellationToken)
    {
        var last = await context
            .AccountingPeriods.AsNoTracking()
            .OrderByDescending(period => period.FirstDay)
            .Select(period => (DateOnly?)period.FirstDay)
            .FirstOrDefaultAsync(cancellationToken);
        return last is { } day ? AccountingMonth.Of(day).Next : await FirstMonthAsync(cancellationToken);
    }

    internal async Task<AccountingMonth> CurrentMonthAsync(CancellationToken cancellationToken) =>
        AccountingMonth.Of(await TodayAsync(cancellationToken));

    /// <summary>Of the books: in the programme's zone.</summary>
    public async Task<DateOnly> TodayAsync(CancellationToken cancellationToken)
    {
        var programme = await context.Programmes.AsNoTracking().SingleAsync(cancellationToken);
        return programme.AccountingDay(clock.Instant());
    }

    private Task<AccountingPeriod?> FindClosedAsync(AccountingMonth month, CancellationToken cancellationToken) =>
        context
            .AccountingPeriods.AsNoTracking()
            .FirstOrDefaultAsync(period => period.FirstDay == month.FirstDay, cancellationToken);

    private async Task<AccountingMonth?> FirstMonthAsync(CancellationToken cancellationToken)
    {
        var first = await context.LedgerTotals.MinAsync(total => (DateOnly?)total.Day, cancellationToken);
        return first is { } day ? AccountingMonth.Of(day) : null;
    }

    /// <summary>Month by month from the last closed period before the day, or from the beginning.</summary>
    private async Task<PeriodFigures> ComputeAsync(DateOnly through, CancellationToken cancellationToken)
    {
        var costs = await CostsAsync(cancellationToken);
        var closed = await context
            .AccountingPeriods.AsNoTracking()
            .Where(period => period.LastDay < through)
            .OrderByDescending(period => period.FirstDay)
            .FirstOrDefaultAsync(cancellationToken);
        var (figures, late) = (PeriodFigures.None, (IReadOnlyList<AccountTotal>)[]);
        AccountingMonth month;
        if (closed is not null)
        {
            figures = closed.Figures();
            late = PeriodFigures.Gained(
                figures.Counted,
                await TotalsAsync(closed.FirstDay, closed.LastDay, cancellationToken)
            );
            month = closed.Month.Next;
        }
        else if (await FirstMonthAsync(cancellationToken) is { } first)
        {
            month = first;
        }
        else
        {
            return figures;
        }

        for (; month.FirstDay <= through; month = month.Next)
        {
            var last = month.LastDay < through ? month.LastDay : through;
            figures = figures.Next(late, await TotalsAsync(month.FirstDay, last, cancellationToken), costs);
            late = [];
        }

        return figures;
    }

    private async Task<IReadOnlyList<AccountTotal>> TotalsAsync(
        DateOnly first,
        DateOnly last,
        CancellationToken cancellationToken
    ) =>
        await context
            .LedgerTotals.AsNoTracking()
            .Where(total => total.Day >= first && total.Day <= last)
            .GroupBy(total => new
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

    private async Task<PointCosts> CostsAsync(CancellationToken cancellationToken) =>
        new(
            await context.PointCurrencies.AsNoTracking().ToListAsync(cancellationToken),
            await context.Partners.AsNoTracking().ToListAsync(cancellationToken)
        );

    private static AccountingPeriodSummary Summary(
        AccountingMonth month,
        AccountingMonth current,
        DateTimeOffset? closedAt,
        string? closedBy
    ) =>
        new(
            month,
            closedAt is not null ? AccountingPeriodStatus.Closed
                : month < current ? AccountingPeriodStatus.Ended
                : AccountingPeriodStatus.Current,
            closedAt,
            closedBy
        );
}
