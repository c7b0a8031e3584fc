using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>A wallet with points that lapsed and are still in it.</summary>
internal sealed record LapsedWallet(WalletId Wallet, MemberId Member);

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

    public static async Task<IReadOnlyList<LapsedWallet>> LapsedOnAsync(
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

        return await lots.Select(lot => lot.WalletId)
            .Distinct()
            .OrderBy(wallet => wallet)
            .Take(count)
            .Join(
                context.Wallets,
                wallet => wallet,
                wallet => wallet.WalletId,
                (_, wallet) => new LapsedWallet(wallet.WalletId, wallet.MemberId)
            )
            .OrderBy(wallet => wallet.Wallet)
            .ToListAsync(cancellationToken);
    }
}
