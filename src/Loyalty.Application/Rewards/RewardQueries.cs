using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Rewards;

/// <summary>Where a reward stands in the catalogue.</summary>
public sealed record RewardPosition(int DisplayOrder, RewardId Id)
{
    public static RewardPosition Of(Reward reward) => new(reward.DisplayOrder, reward.Id);
}

/// <summary>The parts of queries over rewards.</summary>
public static class RewardQueries
{
    /// <summary>Words that a search looks for, at most; the others are passed over.</summary>
    public const int WordsMax = 5;

    public const int SearchLengthMax = 200;

    /// <summary>What members see at an instant.</summary>
    public static IQueryable<Reward> Visible(this IQueryable<Reward> rewards, DateTimeOffset now) =>
        rewards.Where(reward =>
            reward.Status == RewardStatus.Published
            && (reward.VisibleFrom == null || reward.VisibleFrom <= now)
            && (reward.VisibleUntil == null || reward.VisibleUntil > now)
        );

    /// <summary>Those in whose titles and descriptions each word occurs, in whatever language. It reads the texts of all that are
    /// left: some ten thousand are no matter.</summary>
    public static IQueryable<Reward> Saying(this IQueryable<Reward> rewards, string? search)
    {
        foreach (var word in (search ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(WordsMax))
        {
            var folded = word.ToUpperInvariant();
            rewards = rewards.Where(reward => reward.SearchText.Contains(folded));
        }

        return rewards;
    }

    /// <summary>Up to so many in the order of the catalogue, behind a position. Two ranges of the index: the rest of the position's own
    /// number, and what has a greater one.</summary>
    public static IQueryable<Reward> Behind(this IQueryable<Reward> rewards, RewardPosition? position, int count)
    {
        if (position is null)
        {
            return Ordered(rewards).Take(count);
        }

        var (order, id) = position;
        return Ordered(
                rewards
                    .Where(reward => reward.DisplayOrder == order && reward.Id > id)
                    .OrderBy(reward => reward.Id)
                    .Take(count)
                    .Concat(Ordered(rewards.Where(reward => reward.DisplayOrder > order)).Take(count))
            )
            .Take(count);
    }

    /// <summary>The same in front of a position, the nearest first; without a position from the end.</summary>
    public static IQueryable<Reward> Before(this IQueryable<Reward> rewards, RewardPosition? position, int count)
    {
        if (position is null)
        {
            return Reversed(rewards).Take(count);
        }

        var (order, id) = position;
        return Reversed(
                rewards
                    .Where(reward => reward.DisplayOrder == order && reward.Id < id)
                    .OrderByDescending(reward => reward.Id)
                    .Take(count)
                    .Concat(Reversed(rewards.Where(reward => reward.DisplayOrder < order)).Take(count))
            )
            .Take(count);
    }

    private static IQueryable<Reward> Ordered(IQueryable<Reward> rewards) =>
        rewards.OrderBy(reward => reward.DisplayOrder).ThenBy(reward => reward.Id);

    private static IQueryable<Reward> Reversed(IQueryable<Reward> rewards) =>
        rewards.OrderByDescending(reward => reward.DisplayOrder).ThenByDescending(reward => reward.Id);
}
