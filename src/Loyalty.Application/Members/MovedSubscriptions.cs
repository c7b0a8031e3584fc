using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Magazine subscriptions go with a merge as far as the survivor has none of the publication; copies stay where they went. One
/// whose points are being taken stays too: the ledger takes them from the member who asked for it.</summary>
internal static class MovedSubscriptions
{
    public static async Task<IReadOnlyList<Guid>> MovableSubscriptionsAsync(
        this LoyaltyDbContext context,
        MemberId duplicate,
        MemberId survivor,
        CancellationToken cancellationToken
    ) =>
        [
            .. (
                await context
                    .MagazineSubscriptions.Where(row =>
                        row.MemberId == duplicate
                        && row.EndedAt == null
                        && row.Status != SubscriptionStatus.AwaitingPayment
                        && !context.MagazineSubscriptions.Any(other =>
                            other.MemberId == survivor
                            && other.PublicationId == row.PublicationId
                            && other.EndedAt == null
                        )
                    )
                    .Select(row => row.Id)
                    .ToListAsync(cancellationToken)
            ).Select(id => id.Value),
        ];

    public static Task MoveSubscriptionsAsync(
        this LoyaltyDbContext context,
        IReadOnlyList<Guid> moved,
        MemberId from,
        MemberId to,
        CancellationToken cancellationToken
    )
    {
        var ids = moved.Select(SubscriptionId.From).ToArray();
        return context
            .MagazineSubscriptions.Where(row =>
                row.MemberId == from
                && ids.Contains(row.Id)
                && row.Status != SubscriptionStatus.AwaitingPayment
                && !context.MagazineSubscriptions.Any(other =>
                    other.MemberId == to && other.PublicationId == row.PublicationId && other.EndedAt == null
                )
            )
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(subscription => subscription.MemberId, to)
                        .SetProperty(subscription => subscription.Version, subscription => subscription.Version + 1),
                cancellationToken
            );
    }
}
