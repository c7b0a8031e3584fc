using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

/// <summary>Sees to it that one node works at a time. It saves work and is not what correctness rests on: whoever loses it in the
/// middle does no harm.</summary>
internal sealed class TierLease(IDbContextFactory<LoyaltyDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(2);

    private readonly Guid holder = Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>Takes it, or keeps it for another while.</summary>
    /// <returns>whether it is ours.</returns>
    public async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var until = now + Duration;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var taken = await context
            .TierWork.Where(work =>
                work.Id == TierWork.OnlyId
                // A lease far ahead was written by a clock that went wrong.
                && (work.LeasedBy == holder || work.LeasedUntil <= now || work.LeasedUntil > until + Duration)
            )
            .ExecuteUpdateAsync(
                work => work.SetProperty(w => w.LeasedUntil, until).SetProperty(w => w.LeasedBy, holder),
                cancellationToken
            );
        return taken == 1;
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context
            .TierWork.Where(work => work.LeasedBy == holder)
            .ExecuteUpdateAsync(
                work => work.SetProperty(w => w.LeasedUntil, DateTimeOffset.UnixEpoch),
                cancellationToken
            );
    }
}
