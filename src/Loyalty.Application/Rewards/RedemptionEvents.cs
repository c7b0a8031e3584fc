using Loyalty.Application.Events;
using Loyalty.Domain.Events;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

internal static class RedemptionEvents
{
    /// <summary>Says, with what the context saves next, which steps the redemption has taken.</summary>
    /// <returns>whether it has taken any.</returns>
    public static async ValueTask<bool> TellStepsAsync(
        this EventOutbox outbox,
        LoyaltyDbContext context,
        Redemption redemption,
        CancellationToken cancellationToken
    )
    {
        var steps = context
            .ChangeTracker.Entries<RedemptionTransition>()
            .Where(row => row.State == EntityState.Added)
            .Select(row => row.Entity)
            .OrderBy(step => step.Number)
            .ToList();
        foreach (var step in steps)
        {
            await outbox.AddAsync(
                context,
                ClubEventType.Of(step.To),
                redemption.MemberId,
                step.At,
                () => ClubEventData.Of(redemption, step),
                cancellationToken
            );
        }

        return steps.Count > 0;
    }
}
