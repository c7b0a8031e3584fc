using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>
/// Reads wallets as the ledger had them at a past instant: by when entries were recorded, not by when their activities
/// happened, so that what was shown then is shown again. One range of a wallet's entries is read, and nothing is kept for it.
/// </summary>
public sealed class PastWallets(IDbContextFactory<LoyaltyDbContext> contexts)
{
    /// <param name="wallets">rows of wallets.</param>
    /// <returns>those that had been opened by then, in the same order.</returns>
    public async Task<IReadOnlyList<Wallet>> ReadAsync(
        IEnumerable<WalletState> wallets,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var past = new List<Wallet>();
        foreach (var wallet in wallets.Where(wallet => wallet.OpenedAt <= at))
        {
            past.Add(await ReadAsync(context, wallet, at, cancellationToken));
        }

        return past;
    }

    private static async Task<Wallet> ReadAsync(
        LoyaltyDbContext context,
        WalletState wallet,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var id = wallet.WalletId;
        var entries = context.Entries.Where(entry => entry.WalletId == id);
        // By number: clocks of nodes differ by a little, numbers do not.
        var last = await entries
            .Where(entry => entry.RecordedAt <= at)
            .OrderByDescending(entry => entry.Sequence)
            .FirstOrDefaultAsync(cancellationToken);
        var moves = new List<IReadOnlyList<LotMove>>();
        if (last is not null)
        {
            var texts = entries
                .Where(entry => entry.Sequence <= last.Sequence)
                .Select(entry => entry.LotMoves)
                .AsAsyncEnumerable();
            await foreach (var text in texts.WithCancellation(cancellationToken))
            {
                moves.Add(LotMoves.Read(text));
            }
        }

        var reserving = await context
            .Holds.Where(hold =>
                hold.WalletId == id && hold.CreatedAt <= at && (hold.ClosedAt == null || hold.ClosedAt > at)
            )
            .ToListAsync(cancellationToken);
        return Wallet.After(wallet, last, moves, reserving);
    }
}
