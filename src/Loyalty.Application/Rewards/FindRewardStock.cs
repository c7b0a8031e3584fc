using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>What is left within one limit of a reward.</summary>
/// <param name="Pieces">of codes at most <see cref="FindRewardStock.CodesCountedMax"/>: more are not counted.</param>
public readonly record struct StockLeft(StockLimit Limit, long Pieces);

/// <summary>Finds what is left of rewards: one statement for what was taken, and one for free codes, however many rewards.</summary>
public static class FindRewardStock
{
    /// <summary>One redemption takes no more.</summary>
    public const int CodesCountedMax = RewardDefinition.QuantityMax + 1;

    private static readonly StockLeft[] NoCodes = [];

    /// <param name="member">whose share is looked at; null for none.</param>
    /// <param name="day">today in the programme's zone.</param>
    /// <returns>for each reward the limits that it has.</returns>
    public static async Task<IReadOnlyDictionary<RewardId, IReadOnlyList<StockLeft>>> StockLeftAsync(
        this LoyaltyDbContext context,
        MemberId? member,
        DateOnly day,
        IReadOnlyCollection<Reward> rewards,
        CancellationToken cancellationToken
    )
    {
        var asked = rewards
            .SelectMany(reward => LimitsOf(reward.Definition.Stock, member, day).Select(one => (reward.Id, one)))
            .ToArray();
        var taken = await TakenAsync(context, asked, cancellationToken);
        var free = await FreeAsync(context, rewards, cancellationToken);
        return rewards.ToDictionary(
            reward => reward.Id,
            IReadOnlyList<StockLeft> (reward) =>
                [
                    .. LimitsOf(reward.Definition.Stock, member, day)
                        .Select(one => new StockLeft(
                            one.Limit,
                            Math.Max(0, one.Pieces - taken.GetValueOrDefault((reward.Id, one.Key)))
                        )),
                    .. free.TryGetValue(reward.Id, out var codes) ? [new StockLeft(StockLimit.Codes, codes)] : NoCodes,
                ]
        );
    }

    private static IEnumerable<(StockLimit Limit, long Pieces, string Key)> LimitsOf(
        RewardStock stock,
        MemberId? member,
        DateOnly day
    )
    {
        if (stock.Total is { } total)
        {
            yield return (StockLimit.Total, total, RewardCount.Total);
        }

        if (stock.PerDay is { } perDay)
        {
            yield return (StockLimit.Day, perDay, RewardCount.OfDay(day));
        }

        if (stock.PerMember is { } perMember && member is { } one)
        {
            var from = stock.MemberPeriod.StartOf(day);
            yield return (StockLimit.Member, perMember, RewardCount.OfMember(one, from));
        }
    }

    private static async Task<Dictionary<(RewardId, string), long>> TakenAsync(
        LoyaltyDbContext context,
        (RewardId Reward, (StockLimit Limit, long Pieces, string Key) Limit)[] asked,
        CancellationToken cancellationToken
    )
    {
        if (asked.Length == 0)
        {
            return [];
        }

        var rewards = asked.Select(one => one.Reward).Distinct().ToArray();
        var keys = asked.Select(one => one.Limit.Key).Distinct(StringComparer.Ordinal).ToArray();
        return await context
            .RewardCounts.AsNoTracking()
            .Where(count => rewards.Contains(count.RewardId) && keys.Contains(count.Key))
            .GroupBy(count => new { count.RewardId, count.Key })
            .Select(group => new
            {
                group.Key.RewardId,
                group.Key.Key,
                Taken = group.Sum(count => count.Taken),
            })
            .ToDictionaryAsync(count => (count.RewardId, count.Key), count => count.Taken, cancellationToken);
    }

    private static async Task<Dictionary<RewardId, int>> FreeAsync(
        LoyaltyDbContext context,
        IReadOnlyCollection<Reward> rewards,
        CancellationToken cancellationToken
    )
    {
        var ids = rewards
            .Where(reward => reward.Definition.Fulfilment.Method == FulfilmentMethod.Code)
            .Select(reward => reward.Id)
            .ToArray();
        return ids.Length == 0
            ? []
            : await context
                .Rewards.Where(reward => ids.Contains(reward.Id))
                .Select(reward => new
                {
                    reward.Id,
                    // As far as it matters: a reward may have a hundred thousand.
                    Free = context
                        .RewardCodes.Where(code => code.RewardId == reward.Id && code.RedemptionId == null)
                        // By the index of free codes, which ends there.
                        .OrderBy(code => code.ImportedAt)
                        .ThenBy(code => code.Id)
                        .Take(CodesCountedMax)
                        .Count(),
                })
                .ToDictionaryAsync(one => one.Id, one => one.Free, cancellationToken);
    }
}
