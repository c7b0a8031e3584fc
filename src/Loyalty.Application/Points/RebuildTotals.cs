using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>
/// Makes the totals of the books from the entries, once, on a database whose entries were written before there were totals. One
/// statement reads and one transaction writes, so it happens wholly or not at all; two at once leave one result.
/// </summary>
public sealed class RebuildTotals(IDbContextFactory<LoyaltyDbContext> contexts)
{
    /// <summary>Beyond the slots of all writers.</summary>
    public const int Slot = 1000;

    private const int EntriesPerNotice = 10_000;

    /// <param name="progress">told how many of how many entries are done.</param>
    /// <returns>how many entries were summed up; 0 when there was nothing to do.</returns>
    public async Task<long> ExecuteAsync(
        Action<long, long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            await context.LedgerTotals.AnyAsync(cancellationToken) || !await context.Entries.AnyAsync(cancellationToken)
        )
        {
            return 0;
        }

        context.Database.SetCommandTimeout(TimeSpan.FromHours(2));
        var zone = (await context.Programmes.AsNoTracking().SingleAsync(cancellationToken)).Zone();
        var total = progress is null ? 0 : await context.Entries.LongCountAsync(cancellationToken);
        var sums = new TotalSums();
        long count = 0;
        var rows = context
            .Entries.AsNoTracking()
            .Join(
                context.Wallets,
                entry => entry.WalletId,
                wallet => wallet.WalletId,
                (entry, wallet) =>
                    new
                    {
                        wallet.Currency,
                        entry.Kind,
                        entry.Points,
                        entry.CounterAccount,
                        entry.RecordedAt,
                        entry.LotMoves,
                    }
            )
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            var day = row.RecordedAt.DayIn(zone);
            sums.Add(day, row.Currency, row.Kind, row.CounterAccount, row.Points, LotMoves.Read(row.LotMoves));
            if (++count % EntriesPerNotice == 0)
            {
                progress?.Invoke(count, total);
            }
        }

        context.LedgerTotals.AddRange(sums.ToTotals(Slot));
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // Another node did the same at the same time.
            return 0;
        }

        progress?.Invoke(count, count);
        return count;
    }
}
