using Loyalty.Domain.Rewards;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage.Rewards;

/// <summary>
/// Takes from a reward's stock by single conditional statements, within the transaction of the redemption, so that requests at once
/// cannot take more together than there is.
/// </summary>
public static class StockStatements
{
    /// <summary>Counts pieces under a limit.</summary>
    /// <param name="key">see <see cref="RewardCount.Key"/>.</param>
    /// <param name="pieces">at least 1.</param>
    /// <returns>false when the limit would be passed; nothing is counted then.</returns>
    public static async Task<bool> TakeAsync(
        this LoyaltyDbContext context,
        RewardId reward,
        string key,
        long pieces,
        long limit,
        CancellationToken cancellationToken
    )
    {
        if (pieces > limit)
        {
            return false;
        }

        FormattableString statement = context.Database.IsSqlServer()
            ? (FormattableString)
                $"""
                    MERGE reward_counts WITH (HOLDLOCK) AS t USING (SELECT {reward.Value} AS reward_id, {key} AS [key]) AS s
                    ON t.reward_id = s.reward_id AND t.[key] = s.[key]
                    WHEN MATCHED AND t.taken + {pieces} <= {limit} THEN UPDATE SET taken = t.taken + {pieces}
                    WHEN NOT MATCHED THEN INSERT (reward_id, [key], taken) VALUES (s.reward_id, s.[key], {pieces});
                    """
            : $"""
                INSERT INTO reward_counts (reward_id, key, taken) VALUES ({reward.Value}, {key}, {pieces})
                ON CONFLICT (reward_id, key) DO UPDATE SET taken = reward_counts.taken + {pieces}
                WHERE reward_counts.taken + {pieces} <= {limit}
                """;
        return await context.Database.ExecuteSqlAsync(statement, cancellationToken) == 1;
    }

    /// <summary>Gives codes to a redemption, those that were imported first.</summary>
    /// <returns>how many were left, at most <paramref name="codes"/>. What others are taking at this moment does not count.</returns>
    public static Task<int> TakeCodesAsync(
        this LoyaltyDbContext context,
        RewardId reward,
        RedemptionId redemption,
        int codes,
        CancellationToken cancellationToken
    )
    {
        FormattableString statement = context.Database switch
        {
            var database when database.IsSqlServer() => $"""
                WITH free AS (
                    SELECT TOP ({codes}) redemption_id FROM reward_codes WITH (ROWLOCK, UPDLOCK, READPAST)
                    WHERE reward_id = {reward.Value} AND redemption_id IS NULL ORDER BY id
                ) UPDATE free SET redemption_id = {redemption.Value}
                """,
            var database when database.IsNpgsql() => $"""
                UPDATE reward_codes SET redemption_id = {redemption.Value} WHERE id IN (
                    SELECT id FROM reward_codes WHERE reward_id = {reward.Value} AND redemption_id IS NULL
                    ORDER BY id LIMIT {codes} FOR UPDATE SKIP LOCKED)
                """,
            _ => $"""
                UPDATE reward_codes SET redemption_id = {redemption.Value} WHERE id IN (
                    SELECT id FROM reward_codes WHERE reward_id = {reward.Value} AND redemption_id IS NULL
                    ORDER BY id LIMIT {codes})
                """,
        };
        return context.Database.ExecuteSqlAsync(statement, cancellationToken);
    }
}
