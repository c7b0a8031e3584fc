using Loyalty.Application.Members;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;

namespace Loyalty.Application.Rewards;

/// <summary>What is a member's own: what the member redeemed, and what accounts did that have become part of the member's.</summary>
public static class OwnRedemptions
{
    public static async Task<IQueryable<Redemption>> OwnRedemptionsAsync(
        this LoyaltyDbContext context,
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        var ids = await context.WithMergedAsync(member, cancellationToken);
        return context.Redemptions.Where(row => ids.Contains(row.MemberId));
    }
}
