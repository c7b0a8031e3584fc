using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>What stands in a statement beside the partner's own events: the rest of the books, and corrections.</summary>
public sealed class StatementExtras(LoyaltyDbContext context)
{
    /// <summary>Of an open month: what the totals have under other counter-accounts than the partner's.</summary>
    public async Task<IReadOnlyList<StatementLine>> ReadAsync(
        PartnerId partner,
        PeriodFigures figures,
        AccountingMonth month,
        CancellationToken cancellationToken
    )
    {
        var funder = Funder.Of(partner);
        var (account, first, last) = (funder.CounterAccount, month.FirstDay, month.LastDay);
        var own = await context
            .LedgerTotals.AsNoTracking()
            .Where(total =>
                total.Day >= first
                && total.Day <= last
                && total.Funder == funder
                && total.CounterAccount == account
                && (total.Kind == EntryKind.Accrual || total.Kind == EntryKind.AccrualReversal)
            )
            .GroupBy(total => new { total.Currency, total.Kind })
            .Select(group => new
            {
                group.Key.Currency,
                group.Key.Kind,
                Points = group.Sum(total => total.Points),
            })
            .ToListAsync(cancellationToken);
        var counted = own.ToDictionary(
            one =>
                (
                    one.Currency.Value,
                    one.Kind == EntryKind.Accrual ? StatementMovement.Issued : StatementMovement.Reversed
                ),
            one => one.Points
        );
        return [.. Others(figures, partner, counted)];
    }

    public static Dictionary<string, Money> CostsOf(PeriodFigures figures, PartnerId partner) =>
        figures
            .Accounts.Where(account => account.Funder == Funder.Of(partner) && account.Money is not null)
            .ToDictionary(account => account.Currency.Value, account => account.Money!.Cost, StringComparer.Ordinal);

    /// <summary>What the books have of the funder and the lines do not: what other partners' reversals took from its points, and
    /// what was recorded late.</summary>
    /// <param name="counted">points of the lines, by point currency and movement.</param>
    public static IEnumerable<StatementLine> Others(
        PeriodFigures figures,
        PartnerId partner,
        IReadOnlyDictionary<(string Currency, StatementMovement Movement), long> counted
    ) =>
        figures
            .Accounts.Where(account => account.Funder == Funder.Of(partner))
            .SelectMany(account =>
                new[]
                {
                    (Movement: StatementMovement.Issued, Points: account.Movements.Issued),
                    (Movement: StatementMovement.Reversed, Points: account.Movements.Reversed),
                }
                    .Select(one =>
                        (
                            one.Movement,
                            Points: one.Points - counted.GetValueOrDefault((account.Currency.Value, one.Movement))
                        )
                    )
                    .Where(one => one.Points != 0)
                    .Select(one => StatementLine.Other(one.Movement, account.Currency, one.Points, account.Money?.Cost))
            );

    /// <summary>Of lines of earlier statements.</summary>
    /// <param name="correctedIn">the month that has them; null for those that no statement has yet.</param>
    public async Task<IReadOnlyList<StatementLine>> CorrectionsAsync(
        PartnerId partner,
        AccountingMonth month,
        DateOnly? correctedIn,
        CancellationToken cancellationToken
    )
    {
        var disputes = await context
            .LineDisputes.AsNoTracking()
            .Where(dispute =>
                dispute.PartnerId == partner
                && dispute.Status == DisputeStatus.Corrected
                && dispute.CorrectedIn == correctedIn
                && dispute.FirstDay < month.FirstDay
            )
            .OrderBy(dispute => dispute.OpenedAt)
            .ThenBy(dispute => dispute.Id)
            .ToListAsync(cancellationToken);
        return [.. disputes.Select(LineOf)];
    }

    private static StatementLine LineOf(LineDispute dispute) =>
        new(
            StatementMovement.Correction,
            EventKey: null,
            Source: null,
            EventId: null,
            Type: null,
            OccurredAt: null,
            RecordedAt: null,
            dispute.CorrectionPointCurrency?.Value,
            dispute.CorrectionPoints!.Value,
            Elsewhere: 0,
            Cost: null,
            dispute.CorrectionMoney,
            dispute.CorrectionMoneyCurrency?.Code,
            dispute.Id.Value
        );
}
