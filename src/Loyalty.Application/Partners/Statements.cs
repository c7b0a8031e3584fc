using System.Globalization;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>A partner's statement of one month.</summary>
/// <param name="Status"><see cref="AccountingPeriodStatus.Closed"/> when the statement is, and not only the accounting period.</param>
/// <param name="Lines">null while it is open.</param>
public sealed record StatementState(
    AccountingMonth Month,
    AccountingPeriodStatus Status,
    StatementFigures Figures,
    int? Lines,
    DateTimeOffset? ClosedAt
);

/// <param name="Next">the place to go on from; null on the last page.</param>
public sealed record StatementLinesPage(IReadOnlyList<StatementLine> Lines, string? Next);

/// <summary>
/// Reads a partner's clearing statements. A closed one is stored as it was closed; an open one follows from the ledger and the
/// accounting period, whose figures of the funder are its totals.
/// </summary>
public sealed class Statements(
    LoyaltyDbContext context,
    Accounts accounts,
    StatementGroups groups,
    StatementRedemptions redemptions,
    StatementExtras extras,
    PrepaidPoints prepaid,
    ProgrammeSettings settings
)
{
    /// <summary>Of an open statement: what stands after the events, see <see cref="StatementExtras"/>.</summary>
    private const string ExtrasPrefix = "x ";

    /// <summary>The months that have one, the newest first; empty while the partner funded and delivered nothing.</summary>
    public async Task<IReadOnlyList<AccountingMonth>> ListAsync(PartnerId partner, CancellationToken cancellationToken)
    {
        if (await FirstMonthAsync(partner, cancellationToken) is not { } first)
        {
            return [];
        }

        var months = new List<AccountingMonth>();
        var current = AccountingMonth.Of(await accounts.TodayAsync(cancellationToken));
        for (var month = first; month <= current; month = month.Next)
        {
            months.Add(month);
        }

        months.Reverse();
        return months;
    }

    /// <returns>null when the partner has no statement of the month.</returns>
    public async Task<StatementState?> FindAsync(
        PartnerId partner,
        AccountingMonth month,
        CancellationToken cancellationToken
    )
    {
        if (await FindClosedAsync(partner, month, cancellationToken) is { } closed)
        {
            return new StatementState(
                month,
                AccountingPeriodStatus.Closed,
                StatementFigures.Parse(closed.Figures!),
                closed.Lines,
                closed.ClosedAt
            );
        }

        if (await OpenPeriodAsync(partner, month, cancellationToken) is not { } period)
        {
            return null;
        }

        var corrections = await PendingAsync(partner, month, cancellationToken);
        var range = await RangeAsync(month, cancellationToken);
        var fulfilment = await redemptions.SumAsync(partner, range, cancellationToken);
        return new StatementState(
            month,
            period.Period.Status == AccountingPeriodStatus.Current
                ? AccountingPeriodStatus.Current
                : AccountingPeriodStatus.Ended,
            StatementFigures
                .Of(period.Figures, Funder.Of(partner), fulfilment)
                .WithPrepaid(await prepaid.OfAsync(partner, month, period.Figures, cancellationToken))
                .With(corrections),
            Lines: null,
            ClosedAt: null
        );
    }

    /// <param name="position">where to go on; null from the beginning.</param>
    /// <returns>null when there is no such statement, or the position is none of it.</returns>
    public async Task<StatementLinesPage?> ReadLinesAsync(
        PartnerId partner,
        AccountingMonth month,
        string? position,
        int size,
        CancellationToken cancellationToken
    )
    {
        if (await FindClosedAsync(partner, month, cancellationToken) is { } closed)
        {
            var from = 0;
            return position is null || int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out from)
                ? await ClosedLinesAsync(closed, from, size, cancellationToken)
                : null;
        }

        return await OpenPeriodAsync(partner, month, cancellationToken) is { } period
            ? await OpenLinesAsync(partner, period, position, size, cancellationToken)
            : null;
    }

    /// <summary>Where the lines begin that stand for nothing of the partner's own: of a closed statement at most so many lines from its
    /// end.</summary>
    internal async Task<string> TailAsync(
        PartnerId partner,
        StatementState state,
        int linesMax,
        CancellationToken cancellationToken
    ) =>
        await FindClosedAsync(partner, state.Month, cancellationToken) is { } closed
            ? Math.Max(0, closed.Lines - linesMax).ToString(CultureInfo.InvariantCulture)
            : $"{ExtrasPrefix}0";

    /// <summary>The month whose statement is to be closed next; null while the partner funded and delivered nothing.</summary>
    internal async Task<AccountingMonth?> NextToCloseAsync(PartnerId partner, CancellationToken cancellationToken)
    {
        var last = await context
            .ClearingStatements.AsNoTracking()
            .Where(statement => statement.PartnerId == partner && statement.ClosedAt != null)
            .OrderByDescending(statement => statement.FirstDay)
            .Select(statement => (DateOnly?)statement.FirstDay)
            .FirstOrDefaultAsync(cancellationToken);
        return last is { } day ? AccountingMonth.Of(day).Next : await FirstMonthAsync(partner, cancellationToken);
    }

    internal async Task<(DateTimeOffset From, DateTimeOffset To)> RangeAsync(
        AccountingMonth month,
        CancellationToken cancellationToken
    )
    {
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        return (month.FirstDay.StartIn(zone), month.Next.FirstDay.StartIn(zone));
    }

    private async Task<AccountingMonth?> FirstMonthAsync(PartnerId partner, CancellationToken cancellationToken)
    {
        var funder = Funder.Of(partner);
        // Few rows, whatever the number of entries.
        var first = await context
            .LedgerTotals.Where(total => total.Funder == funder)
            .MinAsync(total => (DateOnly?)total.Day, cancellationToken);
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var delivered = (await redemptions.FirstAsync(partner, cancellationToken))?.DayIn(zone);
        return (first, delivered) switch
        {
            (null, null) => null,
            ({ } day, null) => AccountingMonth.Of(day),
            (null, { } day) => AccountingMonth.Of(day),
            ({ } one, { } other) => AccountingMonth.Of(one < other ? one : other),
        };
    }

    private Task<ClearingStatement?> FindClosedAsync(
        PartnerId partner,
        AccountingMonth month,
        CancellationToken cancellationToken
    ) =>
        context
            .ClearingStatements.AsNoTracking()
            .FirstOrDefaultAsync(
                statement =>
                    statement.PartnerId == partner
                    && statement.FirstDay == month.FirstDay
                    && statement.ClosedAt != null,
                cancellationToken
            );

    private async Task<AccountingPeriodFigures?> OpenPeriodAsync(
        PartnerId partner,
        AccountingMonth month,
        CancellationToken cancellationToken
    ) =>
        await FirstMonthAsync(partner, cancellationToken) is { } first && month >= first
            ? await accounts.FindAsync(month, cancellationToken)
            : null;

    /// <summary>What the next statement to be closed will correct.</summary>
    private async Task<IReadOnlyList<StatementLine>> PendingAsync(
        PartnerId partner,
        AccountingMonth month,
        CancellationToken cancellationToken
    ) =>
        await NextToCloseAsync(partner, cancellationToken) == month
            ? await extras.CorrectionsAsync(partner, month, correctedIn: null, cancellationToken)
            : [];

    private async Task<StatementLinesPage> ClosedLinesAsync(
        ClearingStatement statement,
        int from,
        int size,
        CancellationToken cancellationToken
    )
    {
        var (first, last) = (from / ClearingPage.LinesMax, (from + size) / ClearingPage.LinesMax);
        var pages = await context
            .ClearingPages.AsNoTracking()
            .Where(page =>
                page.PartnerId == statement.PartnerId
                && page.FirstDay == statement.FirstDay
                && page.Number >= first
                && page.Number <= last
            )
            .OrderBy(page => page.Number)
            .ToListAsync(cancellationToken);
        var lines = pages
            .SelectMany(page => StatementLine.Unpack(page.Content))
            .Skip(from - first * ClearingPage.LinesMax)
            .Take(size)
            .ToArray();
        var next = from + lines.Length;
        return new(lines, next < statement.Lines ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    private async Task<StatementLinesPage?> OpenLinesAsync(
        PartnerId partner,
        AccountingPeriodFigures period,
        string? position,
        int size,
        CancellationToken cancellationToken
    )
    {
        var lines = new List<StatementLine>(size);
        var extrasFrom = 0;
        if (position is null || !position.StartsWith(ExtrasPrefix, StringComparison.Ordinal))
        {
            var after = position is null ? null : StatementPlace.Parse(position);
            if (position is not null && after is null)
            {
                return null;
            }

            var month = await RangeAsync(period.Period.Month, cancellationToken);
            var costs = StatementExtras.CostsOf(period.Figures, partner);
            var last = position;
            await foreach (var group in groups.ReadAsync(partner, month, costs, after, size + 1, cancellationToken))
            {
                if (lines.Count > 0 && lines.Count + group.Lines.Count > size)
                {
                    return new(lines, last);
                }

                lines.AddRange(group.Lines);
                last = group.Place.ToString();
            }
        }
        else if (
            !int.TryParse(
                position.AsSpan(ExtrasPrefix.Length),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out extrasFrom
            )
        )
        {
            return null;
        }

        var others = await extras.ReadAsync(partner, period.Figures, period.Period.Month, cancellationToken);
        var pending = await PendingAsync(partner, period.Period.Month, cancellationToken);
        var taken = others.Concat(pending).Skip(extrasFrom).Take(size - lines.Count).ToArray();
        lines.AddRange(taken);
        var next = extrasFrom + taken.Length;
        return new(
            lines,
            next < others.Count + pending.Count
                ? string.Create(CultureInfo.InvariantCulture, $"{ExtrasPrefix}{next}")
                : null
        );
    }
}
