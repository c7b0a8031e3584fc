using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Loyalty.Storage.Rewards;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>What a redemption takes of its reward's stock, and gives back when it comes to nothing.</summary>
internal static class StockCounts
{
    /// <summary>To be called last in the transaction: the count of all is what everybody waits for.</summary>
    /// <returns>which limit does not allow it; null when all do.</returns>
    public static async Task<StockLimit?> TakeStockAsync(
        this LoyaltyDbContext context,
        RewardStock stock,
        Redemption redemption,
        CancellationToken cancellationToken
    )
    {
        if (redemption.Method == FulfilmentMethod.Code)
        {
            var codes = await context.TakeCodesAsync(
                redemption.RewardId,
                redemption.Id,
                redemption.Quantity,
                cancellationToken
            );
            if (codes < redemption.Quantity)
            {
                return StockLimit.Codes;
            }
        }

        var member = RewardCount.OfMember(redemption.MemberId, redemption.MemberPeriodStart);
        return !await TakeAsync(member, stock.PerMember) ? StockLimit.Member
            : !await TakeAsync(RewardCount.OfDay(redemption.Day), stock.PerDay) ? StockLimit.Day
            : !await TakeAsync(RewardCount.Total, stock.Total) ? StockLimit.Total
            : null;

        async Task<bool> TakeAsync(string key, long? limit)
        {
            if (limit is { } most)
            {
                return await context.TakeAsync(redemption.RewardId, key, redemption.Quantity, most, cancellationToken);
            }

            // Counted all the same: staff may set one later.
            await context.CountAsync(redemption.RewardId, key, redemption.Quantity, cancellationToken);
            return true;
        }
    }

    /// <summary>Within the transaction in which the redemption ends. A code that nobody has seen is free again.</summary>
    public static async Task GiveStockBackAsync(
        this LoyaltyDbContext context,
        Redemption redemption,
        CancellationToken cancellationToken
    )
    {
        if (redemption.FulfilledAt is null)
        {
            await context
                .RewardCodes.Where(code => code.RedemptionId == redemption.Id)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(code => code.RedemptionId, (RedemptionId?)null),
                    cancellationToken
                );
        }

        string[] keys =
        [
            RewardCount.OfMember(redemption.MemberId, redemption.MemberPeriodStart),
            RewardCount.OfDay(redemption.Day),
            RewardCount.Total,
        ];
        foreach (var key in keys)
        {
            await context.CountAsync(redemption.RewardId, key, -redemption.Quantity, cancellationToken);
        }
    }
}
