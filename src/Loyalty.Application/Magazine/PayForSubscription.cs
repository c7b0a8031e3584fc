using Loyalty.Application.Points;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>Takes the points of a subscription, once: the operation's key follows from the subscription, so that doing it again after a
/// crash changes nothing.</summary>
public sealed class PayForSubscription(LoyaltyDbContext context, PointsOperations operations, TimeProvider clock)
{
    private const int PerRound = 100;

    /// <summary>Longer than any request pays.</summary>
    private static readonly TimeSpan RequestTime = TimeSpan.FromMinutes(5);

    /// <returns>null when it is paid and active; else why not: it is gone then, and nothing was taken.</returns>
    public async Task<Refusal?> ExecuteAsync(MagazineSubscription subscription, CancellationToken cancellationToken)
    {
        var club = await operations.ClubAsync(cancellationToken);
        var paid = await operations.DoAsync(
            new RedeemCommand
            {
                Member = subscription.PayerId,
                Operation = operations.New(
                    OperationKind.Redemption,
                    new OperationCaller(LedgerOperation.BySystem, subscription.Id.ToString()),
                    subscription.PayerId,
                    new { Subscription = subscription.Id.Value, subscription.Points },
                    subscription.Id.ToString()
                ),
                Day = operations.Now.DayIn(club.Programme.Zone()),
                Shares =
                [
                    new WalletShare(
                        WalletId.Of(subscription.PayerId, subscription.Currency!.Value),
                        subscription.Points
                    ),
                ],
            },
            cancellationToken
        );
        var waiting = context.MagazineSubscriptions.Where(row =>
            row.Id == subscription.Id && row.Status == SubscriptionStatus.AwaitingPayment
        );
        // The key is the subscription's own: whatever was taken under it was taken for this one, though another member may have paid.
        if (paid.Refusal is null or PointsRefusal.OperationReused)
        {
            await waiting.ExecuteUpdateAsync(
                row =>
                    row.SetProperty(one => one.Status, SubscriptionStatus.Active)
                        .SetProperty(one => one.Version, one => one.Version + 1),
                cancellationToken
            );
            return null;
        }

        // Who is too busy to answer may do it yet: then it is tried again under the same key.
        if (paid.Refusal.Kind != RefusalKind.Busy)
        {
            await waiting.ExecuteDeleteAsync(cancellationToken);
        }

        return paid.Refusal;
    }

    /// <summary>Brings on what a process that died has left.</summary>
    /// <returns>how many were looked at.</returns>
    public async Task<int> SettleAsync(CancellationToken cancellationToken)
    {
        var border = clock.Instant() - RequestTime;
        var left = await context
            .MagazineSubscriptions.AsNoTracking()
            .Where(row => row.Status == SubscriptionStatus.AwaitingPayment && row.CreatedAt < border)
            .OrderBy(row => row.CreatedAt)
            .Take(PerRound)
            .ToListAsync(cancellationToken);
        foreach (var subscription in left)
        {
            await ExecuteAsync(subscription, cancellationToken);
        }

        return left.Count;
    }
}
