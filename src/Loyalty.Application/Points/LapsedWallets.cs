using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>A wallet with points that lapsed and are still in it.</summary>
internal sealed record LapsedWallet(WalletId Wallet, MemberId Member);

/// <summary>A page of them.</summary>
/// <param name="Last">the last wallet that was looked at; null when there was none.</param>
/// <param name="IsLast">whether no page follows.</param>
internal sealed record LapsedPage(IReadOnlyList<LapsedWallet> Wallets, WalletId? Last, bool IsLast);

/// <summary>Finds wallets with points that lapsed, day by day and in the order of their ids, each page by a short range of the
/// index. Held points do not lapse while they are held.</summary>
internal static class LapsedWallets
{
    /// <returns>how many wallets there are.</returns>
    public static Task<long> CountLapsedAsync(
        this LoyaltyDbContext context,
        DateOnly after,
        DateOnly through,
        CancellationToken cancellationToken
    ) =>
        context
            .Lots.Where(lot => lot.ExpiresOn > after && lot.ExpiresOn <= through && lot.Points > lot.Held)
            .Select(lot => lot.WalletId)
            .Distinct()
            .LongCountAsync(cancellationToken);

    /// <returns>the first day after one on which lots ended; null when there is none.</returns>
    public static Task<DateOnly?> NextLapseDayAsync(
        this LoyaltyDbContext context,
        DateOnly after,
        DateOnly through,
        CancellationToken cancellationToken
    ) =>
        context
            .Lots.Where(lot => lot.ExpiresOn > after && lot.ExpiresOn <= through)
            .MinAsync(lot => (DateOnly?)lot.ExpiresOn, cancellationToken);

    public static async Task<LapsedPage> LapsedOnAsync(
        this LoyaltyDbContext context,
        DateOnly day,
        WalletId? after,
        int count,
        CancellationToken cancellationToken
    )
    {
        var lots = context.Lots.Where(lot => lot.ExpiresOn == day && lot.Points > lot.Held);
        if (after is { } last)
        {
            lots = lots.Where(lot => lot.WalletId > last);
        }

        var ids = await lots.Select(lot => lot.WalletId)
            .Distinct()
            .OrderBy(wallet => wallet)
            .Take(count)
            .ToListAsync(cancellationToken);
        var members = await context
            .Wallets.Where(wallet => ids.Contains(wallet.WalletId))
            .Select(wallet => new { wallet.WalletId, wallet.MemberId })
            .ToDictionaryAsync(wallet => wallet.WalletId, wallet => wallet.MemberId, cancellationToken);
        // A lot whose wallet is missing is for verify-ledger to name.
        return new LapsedPage(
            [.. ids.Where(members.ContainsKey).Select(id => new LapsedWallet(id, members[id]))],
            ids.Count == 0 ? null : ids[^1],
            ids.Count < count
        );
    }
}
