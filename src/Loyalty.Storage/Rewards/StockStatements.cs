using Loyalty.Domain.Rewards;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage.Rewards;

/// <summary>
/// Takes from a reward's stock by single conditional statements, within the transaction of the redemption, so that requests at once
/// cannot take more together than there is.
/// </summary>
public static class StockStatements
{
    /// <summary>Counts pieces under a limit, those that were counted without one included.</summary>
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
        FormattableString statement = context.Database.IsSqlServer()
            ? (FormattableString)
                $"""
                    MERGE reward_counts WITH (HOLDLOCK) AS t USING (
                        SELECT {reward.Value} AS reward_id, {key} AS [key], {RewardCount.Limited} AS slot, (
                            SELECT COALESCE(SUM(o.taken), 0) FROM reward_counts AS o
                            WHERE o.reward_id = {reward.Value} AND o.[key] = {key} AND o.slot > {RewardCount.Limited}) AS others
                    ) AS s ON t.reward_id = s.reward_id AND t.[key] = s.[key] AND t.slot = s.slot
                    WHEN MATCHED AND t.taken + {pieces} + s.others <= {limit} THEN UPDATE SET taken = t.taken + {pieces}
                    WHEN NOT MATCHED AND {pieces} + s.others <= {limit}
                        THEN INSERT (reward_id, [key], slot, taken) VALUES (s.reward_id, s.[key], s.slot, {pieces});
                    """
            : $"""
                INSERT INTO reward_counts (reward_id, key, slot, taken)
                SELECT {reward.Value}, {key}, {RewardCount.Limited}, {pieces}
                WHERE {pieces} + (SELECT COALESCE(SUM(o.taken), 0) FROM reward_counts AS o
                    WHERE o.reward_id = {reward.Value} AND o.key = {key} AND o.slot > {RewardCount.Limited}) <= {limit}
                ON CONFLICT (reward_id, key, slot) DO UPDATE SET taken = reward_counts.taken + {pieces}
                WHERE reward_counts.taken + {pieces} + (SELECT COALESCE(SUM(o.taken), 0) FROM reward_counts AS o
                    WHERE o.reward_id = {reward.Value} AND o.key = {key} AND o.slot > {RewardCount.Limited}) <= {limit}
                """;
        return await context.Database.ExecuteSqlAsync(statement, cancellationToken) == 1;
    }

    /// <summary>Counts pieces that no limit holds, in a slot by chance.</summary>
    /// <param name="pieces">below 0 for what is given back.</param>
    public static Task CountAsync(
        this LoyaltyDbContext context,
        RewardId reward,
        string key,
        long pieces,
        CancellationToken cancellationToken
    )
    {
        var slot = Random.Shared.Next(RewardCount.Slots) + 1;
        FormattableString statement = context.Database.IsSqlServer()
            ? (FormattableString)
                $"""
                    MERGE reward_counts WITH (HOLDLOCK) AS t USING (
                        SELECT {reward.Value} AS reward_id, {key} AS [key], {slot} AS slot
                    ) AS s ON t.reward_id = s.reward_id AND t.[key] = s.[key] AND t.slot = s.slot
                    WHEN MATCHED THEN UPDATE SET taken = t.taken + {pieces}
                    WHEN NOT MATCHED THEN INSERT (reward_id, [key], slot, taken) VALUES (s.reward_id, s.[key], s.slot, {pieces});
                    """
            : $"""
                INSERT INTO reward_counts (reward_id, key, slot, taken) VALUES ({reward.Value}, {key}, {slot}, {pieces})
                ON CONFLICT (reward_id, key, slot) DO UPDATE SET taken = reward_counts.taken + {pieces}
                """;
        return context.Database.ExecuteSqlAsync(statement, cancellationToken);
    }

    /// <summary>Gives codes to a redemption, those that were imported first.</summary>
    /// <returns>how many were left, at most <paramref name="codes"/>. What others are taking at this moment does not count.</returns>
    public static Task<int> TakeCodesAsync(
        this LoyaltyDbContext context,
        RewardId reward,
        RedemptionId redemption,
        int codes,
        CancellationToken cancellationToken
    ) => context.Database.ExecuteSqlAsync(context.TakingCodes(reward, redemption, codes), cancellationToken);

    /// <summary>The statement of <see cref="TakeCodesAsync"/>.</summary>
    public static FormattableString TakingCodes(
        this LoyaltyDbContext context,
        RewardId reward,
        RedemptionId redemption,
        int codes
    ) =>
        context.Database switch
        {
            var database when database.IsSqlServer() => $"""
                WITH free AS (
                    SELECT TOP ({codes}) redemption_id FROM reward_codes WITH (ROWLOCK, UPDLOCK, READPAST)
                    WHERE reward_id = {reward.Value} AND redemption_id IS NULL ORDER BY imported_at, id
                ) UPDATE free SET redemption_id = {redemption.Value}
                """,
            // Materialized: looked at once. A subquery may be looked at for each row, and passes over what it took just now.
            var database when database.IsNpgsql() => $"""
                WITH free AS MATERIALIZED (
                    SELECT id FROM reward_codes WHERE reward_id = {reward.Value} AND redemption_id IS NULL
                    ORDER BY imported_at, id LIMIT {codes} FOR UPDATE SKIP LOCKED
                ) UPDATE reward_codes SET redemption_id = {redemption.Value} FROM free WHERE reward_codes.id = free.id
                """,
            _ => $"""
                UPDATE reward_codes SET redemption_id = {redemption.Value} WHERE id IN (
                    SELECT id FROM reward_codes WHERE reward_id = {reward.Value} AND redemption_id IS NULL
                    ORDER BY imported_at, id LIMIT {codes})
                """,
        };

    /// <summary>After many codes came: PostgreSQL would go by guesses until its next round, and count free codes by sorting all of them. The
    /// others know by themselves.</summary>
    public static Task LookAtCodesAsync(this LoyaltyDbContext context, CancellationToken cancellationToken) =>
        context.Database.IsNpgsql()
            ? context.Database.ExecuteSqlAsync($"ANALYZE reward_codes", cancellationToken)
            : Task.CompletedTask;
}
