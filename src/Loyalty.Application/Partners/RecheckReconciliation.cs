using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>A reconciliation as it stands.</summary>
/// <param name="Counts">how many lines had each result on upload.</param>
/// <param name="CountsNow">how many have it now.</param>
public sealed record ReconciliationState(
    Reconciliation Reconciliation,
    IReadOnlyDictionary<ReconciliationResult, int> Counts,
    IReadOnlyDictionary<ReconciliationResult, int> CountsNow
);

/// <summary>Finds a partner's reconciliation, and looks again at lines that were missing: the partner may have sent the events
/// since, or staff may have replayed them.</summary>
public sealed class RecheckReconciliation(LoyaltyDbContext context)
{
    private const int ChunkSize = 1_000;

    /// <returns>null when the partner has none with this id.</returns>
    public async Task<ReconciliationState?> ExecuteAsync(
        PartnerId partner,
        ReconciliationId id,
        CancellationToken cancellationToken
    )
    {
        var found = await context
            .Reconciliations.AsNoTracking()
            .FirstOrDefaultAsync(one => one.Id == id && one.PartnerId == partner, cancellationToken);
        if (found is null)
        {
            return null;
        }

        await LookAgainAsync(id, cancellationToken);
        var counts = await context
            .ReconciliationLines.Where(line => line.ReconciliationId == id)
            .GroupBy(line => new { line.Result, line.ResultNow })
            .Select(group => new
            {
                group.Key.Result,
                group.Key.ResultNow,
                Count = group.Count(),
            })
            .ToListAsync(cancellationToken);
        return new ReconciliationState(
            found,
            counts.GroupBy(one => one.Result).ToDictionary(group => group.Key, group => group.Sum(one => one.Count)),
            counts.GroupBy(one => one.ResultNow).ToDictionary(group => group.Key, group => group.Sum(one => one.Count))
        );
    }

    /// <summary>By the index over results; bounded by <see cref="Reconcile.LinesMax"/>.</summary>
    private async Task LookAgainAsync(ReconciliationId id, CancellationToken cancellationToken)
    {
        var after = 0;
        while (true)
        {
            var page = await context
                .ReconciliationLines.AsNoTracking()
                .Where(line =>
                    line.ReconciliationId == id && line.ResultNow == ReconciliationResult.Missing && line.Number > after
                )
                .OrderBy(line => line.Number)
                .Take(ChunkSize)
                .ToListAsync(cancellationToken);
            var keys = page.Select(line => line.EventKey.GetValueOrDefault()).Distinct().ToArray();
            var known = await context
                .PartnerEvents.AsNoTracking()
                .Where(record => keys.Contains(record.EventKey))
                .ToDictionaryAsync(record => record.EventKey, cancellationToken);
            foreach (var line in page)
            {
                var (now, finding) = ReconciliationDecision.Of(
                    Listed(line),
                    known.GetValueOrDefault(line.EventKey.GetValueOrDefault())
                );
                await KeepAsync(line, now, finding?.ToJson(), cancellationToken);
            }

            if (page.Count < ChunkSize)
            {
                return;
            }

            after = page[^1].Number;
        }
    }

    private async Task KeepAsync(
        ReconciliationLine line,
        ReconciliationResult now,
        string? finding,
        CancellationToken cancellationToken
    )
    {
        if (now == line.ResultNow && finding == line.Finding)
        {
            return;
        }

        await context
            .ReconciliationLines.Where(row =>
                row.ReconciliationId == line.ReconciliationId
                && row.Number == line.Number
                && row.ResultNow == ReconciliationResult.Missing
            )
            .ExecuteUpdateAsync(
                row => row.SetProperty(one => one.ResultNow, now).SetProperty(one => one.Finding, finding),
                cancellationToken
            );
    }

    private static ListedEvent Listed(ReconciliationLine line) =>
        new(
            line.Source,
            line.EventId,
            line.Type,
            line.OccurredAt!.Value,
            line.Amount is { } amount ? new Money(amount, line.AmountCurrency!.Value) : null,
            line.Points,
            line.PointCurrency
        );
}
