using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <param name="By">the subject of the member of staff.</param>
public sealed record CloseStatementRequest(Partner Partner, AccountingMonth Month, string By);

/// <summary>
/// Freezes a partner's statement of a month whose accounting period is closed: lines are written page by page, so that a large
/// month keeps no writer waiting, and the last transaction makes it count. Corrections that wait go into the statement that is
/// closed next, each into one. Asked again, it answers with the frozen statement.
/// </summary>
public sealed class CloseStatement(
    LoyaltyDbContext context,
    Statements statements,
    StatementGroups groups,
    StatementExtras extras,
    PrepaidPoints prepaid,
    Accounts accounts,
    TimeProvider clock
)
{
    /// <summary>Whoever began so long ago and has not ended never will.</summary>
    private static readonly TimeSpan ClaimMax = TimeSpan.FromMinutes(15);

    public sealed record PeriodOpen()
        : Refusal(
            "statement-period-open",
            RefusalKind.Conflict,
            "The accounting period is open. Close it first: its figures are the statement's totals."
        );

    /// <param name="Next">the statement to be closed first.</param>
    public sealed record OutOfOrder(AccountingMonth Next)
        : Refusal("statement-out-of-order", RefusalKind.Conflict, "An earlier statement is open. Close it first.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("next", Next.ToString())];
    }

    public sealed record BeingClosed()
        : Refusal("statement-being-closed", RefusalKind.Conflict, "Somebody is closing it at this moment.");

    public async Task<Outcome<StatementState>> ExecuteAsync(
        CloseStatementRequest request,
        CancellationToken cancellationToken
    )
    {
        var (partner, month) = (request.Partner.Id, request.Month);
        var state = await statements.FindAsync(partner, month, cancellationToken);
        if (state is null)
        {
            return new Refusal.NoSuch("statement");
        }

        if (state.Status == AccountingPeriodStatus.Closed)
        {
            return state;
        }

        if (
            await accounts.FindAsync(month, cancellationToken)
            is not { Period.Status: AccountingPeriodStatus.Closed } period
        )
        {
            return new PeriodOpen();
        }

        if (await statements.NextToCloseAsync(partner, cancellationToken) is { } next && next != month)
        {
            // A later one is next when somebody else has closed this one meanwhile.
            return next > month
                ? (await statements.FindAsync(partner, month, cancellationToken))!
                : new OutOfOrder(next);
        }

        var claimedAt = clock.Instant();
        if (!await ClaimAsync(request, claimedAt, cancellationToken))
        {
            return
                await statements.FindAsync(partner, month, cancellationToken)
                    is { Status: AccountingPeriodStatus.Closed } closed
                ? closed
                : new BeingClosed();
        }

        var writing = await WriteGroupsAsync(request, period.Figures, cancellationToken);
        return await FinishAsync(request, period.Figures, claimedAt, writing, cancellationToken)
            ? (await statements.FindAsync(partner, month, cancellationToken))!
            : new BeingClosed();
    }

    /// <summary>One at a time: by the key of the row, and by the instant of the claim for one that was left behind.</summary>
    private async Task<bool> ClaimAsync(
        CloseStatementRequest request,
        DateTimeOffset claimedAt,
        CancellationToken cancellationToken
    )
    {
        var by = request.By[..Math.Min(request.By.Length, ClearingStatement.ClosedByLengthMax)];
        context.ClearingStatements.Add(
            new ClearingStatement
            {
                PartnerId = request.Partner.Id,
                FirstDay = request.Month.FirstDay,
                ClaimedAt = claimedAt,
                ClosedBy = by,
            }
        );
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
            return true;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            context.ChangeTracker.Clear();
        }

        var latest = claimedAt - ClaimMax;
        return await Row(request)
                .Where(row => row.ClosedAt == null && row.ClaimedAt < latest)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(one => one.ClaimedAt, claimedAt).SetProperty(one => one.ClosedBy, by),
                    cancellationToken
                ) == 1;
    }

    private async Task<Writing> WriteGroupsAsync(
        CloseStatementRequest request,
        PeriodFigures figures,
        CancellationToken cancellationToken
    )
    {
        var (partner, month) = (request.Partner.Id, request.Month);
        await context
            .ClearingPages.Where(page => page.PartnerId == partner && page.FirstDay == month.FirstDay)
            .ExecuteDeleteAsync(cancellationToken);
        var writing = new Writing(partner, month.FirstDay);
        var range = await statements.RangeAsync(month, cancellationToken);
        var costs = StatementExtras.CostsOf(figures, partner);
        await foreach (
            var group in groups.ReadAsync(partner, range, costs, after: null, ClearingPage.LinesMax, cancellationToken)
        )
        {
            foreach (var line in group.Lines)
            {
                writing.Count(line);
                if (writing.Add(line) is { } page)
                {
                    await SaveAsync(page, cancellationToken);
                }
            }
        }

        return writing;
    }

    /// <returns>False when another took the claim over meanwhile.</returns>
    private async Task<bool> FinishAsync(
        CloseStatementRequest request,
        PeriodFigures figures,
        DateTimeOffset claimedAt,
        Writing writing,
        CancellationToken cancellationToken
    )
    {
        var (partner, month) = (request.Partner.Id, request.Month);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        DateOnly? correctedIn = month.FirstDay;
        await context
            .LineDisputes.Where(dispute =>
                dispute.PartnerId == partner
                && dispute.Status == DisputeStatus.Corrected
                && dispute.CorrectedIn == null
                && dispute.FirstDay < month.FirstDay
            )
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.CorrectedIn, correctedIn), cancellationToken);
        var corrections = await extras.CorrectionsAsync(partner, month, correctedIn, cancellationToken);
        foreach (var line in StatementExtras.Others(figures, partner, writing.Points).Concat(corrections))
        {
            if (writing.Add(line) is { } page)
            {
                await SaveAsync(page, cancellationToken);
            }
        }

        if (writing.Rest() is { } last)
        {
            await SaveAsync(last, cancellationToken);
        }

        var json = StatementFigures
            .Of(figures, Funder.Of(partner), [.. writing.Fulfilment.Values])
            .WithPrepaid(await prepaid.OfAsync(partner, month, figures, cancellationToken))
            .With(corrections)
            .ToJson();
        DateTimeOffset? closedAt = clock.Instant();
        var closed = await Row(request)
            .Where(row => row.ClosedAt == null && row.ClaimedAt == claimedAt)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(one => one.ClosedAt, closedAt)
                        .SetProperty(one => one.Lines, writing.Lines)
                        .SetProperty(one => one.Figures, json),
                cancellationToken
            );
        if (closed == 1)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return closed == 1;
    }

    private IQueryable<ClearingStatement> Row(CloseStatementRequest request)
    {
        var (partner, first) = (request.Partner.Id, request.Month.FirstDay);
        return context.ClearingStatements.Where(row => row.PartnerId == partner && row.FirstDay == first);
    }

    private async Task SaveAsync(ClearingPage page, CancellationToken cancellationToken)
    {
        context.ClearingPages.Add(page);
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    /// <summary>Fills pages with lines.</summary>
    private sealed class Writing(PartnerId partner, DateOnly firstDay)
    {
        private readonly List<StatementLine> open = new(ClearingPage.LinesMax);
        private int pages;

        public int Lines { get; private set; }

        /// <summary>Of the lines that were counted, by what they moved.</summary>
        public Dictionary<(string Currency, StatementMovement Movement), long> Points { get; } = [];

        /// <summary>Of the redemptions that were counted, by currency of money.</summary>
        public SortedDictionary<string, StatementFigures.OfFulfilment> Fulfilment { get; } =
            new(StringComparer.Ordinal);

        public void Count(StatementLine line)
        {
            if (line.PointCurrency is { } currency)
            {
                var key = (currency, line.Movement);
                Points[key] = Points.GetValueOrDefault(key) + line.Points;
                return;
            }

            var money = line.MoneyCurrency!;
            Fulfilment[money] = (Fulfilment.GetValueOrDefault(money) ?? StatementFigures.OfFulfilment.None(money)).With(
                line
            );
        }

        /// <returns>a page that has become full.</returns>
        public ClearingPage? Add(StatementLine line)
        {
            Lines++;
            open.Add(line);
            return open.Count == ClearingPage.LinesMax ? Rest() : null;
        }

        public ClearingPage? Rest()
        {
            if (open.Count == 0)
            {
                return null;
            }

            var page = new ClearingPage
            {
                PartnerId = partner,
                FirstDay = firstDay,
                Number = pages++,
                Content = StatementLine.Pack(open),
            };
            open.Clear();
            return page;
        }
    }
}
