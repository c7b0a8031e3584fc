using Loyalty.Application.Events;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

internal static class TierEvents
{
    /// <summary>Says, with what the context saves next, which tier the member comes to.</summary>
    /// <param name="before">the tier that ends; null for none.</param>
    public static async ValueTask TellTierAsync(
        this EventOutbox outbox,
        LoyaltyDbContext context,
        MemberId member,
        TierCode? before,
        CancellationToken cancellationToken
    )
    {
        var given = context
            .ChangeTracker.Entries<MemberTier>()
            .First(row => row.State == EntityState.Added && row.Entity.MemberId == member)
            .Entity;
        await outbox.AddAsync(
            context,
            ClubEventType.TierChanged,
            member,
            given.From,
            () =>
                new ClubEventData.Tier(
                    member.ToString(),
                    given.TierSet.Value,
                    given.Cause switch
                    {
                        MemberTierCause.Upgrade => "upgrade",
                        MemberTierCause.Downgrade => "downgrade",
                        _ => "manual",
                    },
                    before?.Value,
                    given.Tier?.Value,
                    given.Until
                ),
            cancellationToken
        );
    }

    /// <summary>Staff took back, before its time, what they had given.</summary>
    public static ValueTask TellEndAsync(
        this EventOutbox outbox,
        LoyaltyDbContext context,
        MemberTier given,
        CancellationToken cancellationToken
    ) =>
        outbox.AddAsync(
            context,
            ClubEventType.TierChanged,
            given.MemberId,
            given.Until!.Value,
            () =>
                new ClubEventData.Tier(
                    given.MemberId.ToString(),
                    given.TierSet.Value,
                    "manualEnded",
                    given.Tier?.Value,
                    To: null,
                    Until: null
                ),
            cancellationToken
        );
}
