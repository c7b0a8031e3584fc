using Loyalty.Application.Events;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <param name="Version">the reward's version that the caller read.</param>
public sealed record PublishRewardRequest(RewardId Reward, long Version);

/// <summary>Shows a reward to members, unless its windows say that nobody could ever have it. What may still change (codes to be
/// imported, a partner that is suspended) is a warning only: see <see cref="FindRewardWarnings"/>.</summary>
public sealed class PublishReward(LoyaltyDbContext context, EventOutbox outbox, TimeProvider clock)
{
    /// <summary>Rewards that are published at a time. Whoever publishes at the same moment may go over it by one.</summary>
    public const int PublishedMax = 10_000;

    public async Task<Outcome<Reward>> ExecuteAsync(PublishRewardRequest request, CancellationToken cancellationToken)
    {
        var loaded = await context.LoadRewardAsync(request.Reward, request.Version, cancellationToken);
        if (loaded.Refusal is not null)
        {
            return loaded;
        }

        var (reward, now) = (loaded.Value, clock.Instant());
        if (reward.Status == RewardStatus.Published)
        {
            return reward;
        }

        if (reward.Status == RewardStatus.Draft && IsOver(reward.Definition, now))
        {
            return new NeverRedeemable();
        }

        var published = await context.Rewards.CountAsync(
            one => one.Status == RewardStatus.Published,
            cancellationToken
        );
        if (published >= PublishedMax)
        {
            return new TooMany();
        }

        if (reward.Publish(now) is { } refused)
        {
            return refused;
        }

        await outbox.AddAsync(
            context,
            ClubEventType.RewardPublished,
            member: null,
            now,
            // The version that it gets by being saved.
            () => new ClubEventData.OfReward(reward.Id.ToString(), reward.Version + 1),
            cancellationToken
        );
        return await context.SaveAsync(reward, cancellationToken);
    }

    /// <summary>No instant from now on lies in both windows.</summary>
    internal static bool IsOver(RewardDefinition definition, DateTimeOffset now)
    {
        var begins = new[] { now, definition.VisibleFrom ?? now, definition.RedeemableFrom ?? now }.Max();
        return begins >= definition.VisibleUntil || begins >= definition.RedeemableUntil;
    }

    public sealed record NeverRedeemable()
        : Refusal(
            "reward-never-redeemable",
            RefusalKind.Conflict,
            "The reward's windows are over or do not meet: nobody could ever have it."
        );

    public sealed record TooMany()
        : Refusal(
            "too-many-rewards",
            RefusalKind.Conflict,
            $"{PublishedMax} rewards are published. Retire one that is not wanted any more."
        );
}
