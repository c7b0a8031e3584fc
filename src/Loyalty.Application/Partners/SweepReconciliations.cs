using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>Deletes reconciliations that have been kept for long enough, with their lines.</summary>
public sealed class SweepReconciliations(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>A year's books and a month to look at them.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    /// <summary>What remains, the next round deletes.</summary>
    private const int PerRound = 200;
    private const int LinesPerStatement = 10_000;

    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var end = clock.Instant() - KeptFor;
        var old = await context
            .Reconciliations.Where(one => one.CreatedAt < end)
            .OrderBy(one => one.CreatedAt)
            .Select(one => one.Id)
            .Take(PerRound)
            .ToListAsync(cancellationToken);
        foreach (var id in old)
        {
            await DeleteAsync(id, cancellationToken);
        }
    }

    private async Task DeleteAsync(ReconciliationId id, CancellationToken cancellationToken)
    {
        var lines = context.ReconciliationLines.Where(line => line.ReconciliationId == id);
        // In steps, from the last line: a large day would else be one long transaction.
        while (await lines.MaxAsync(line => (int?)line.Number, cancellationToken) is { } last)
        {
            await lines.Where(line => line.Number > last - LinesPerStatement).ExecuteDeleteAsync(cancellationToken);
        }

        await context.Reconciliations.Where(one => one.Id == id).ExecuteDeleteAsync(cancellationToken);
    }
}
