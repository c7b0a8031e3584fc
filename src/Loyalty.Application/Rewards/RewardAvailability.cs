using Loyalty.Application.Points;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;

namespace Loyalty.Application.Rewards;

/// <summary>What is known of a reward where a member looks at it.</summary>
/// <param name="Left">of each limit that it has.</param>
public sealed record RewardSight(RewardFacts Facts, IReadOnlyList<StockLeft> Left)
{
    /// <summary>Pieces that the member could have, points aside; null for no limit. Codes are not counted beyond
    /// <see cref="FindRewardStock.CodesCountedMax"/>.</summary>
    public long? PiecesLeft => Left.Count == 0 ? null : Left.Min(left => left.Pieces);
}

/// <summary>What a member would redeem.</summary>
/// <param name="Currency">null: that of the first price that holds for the member.</param>
/// <param name="Amount">null: the smallest, where the amount varies.</param>
/// <param name="Voucher">of the member who wishes it; null for none.</param>
public sealed record RewardWish(
    PointCurrencyCode? Currency = null,
    int Quantity = 1,
    long? Amount = null,
    Voucher? Voucher = null
)
{
    /// <summary>Null when such a redemption could be, whoever asks for it.</summary>
    public Refusal? WhyUnsound(RewardDefinition definition)
    {
        var errors = new FieldErrors();
        errors.CheckSize(definition, Quantity, Amount, mayLackAmount: true);
        errors.Check(Voucher is null || Quantity <= 1, "quantity", "must be 1 with a voucher");
        return errors.Refusal;
    }
}

/// <summary>Whether a member can have a reward, and everything that is missing.</summary>
public static class RewardAvailability
{
    /// <summary>What it costs, with what the wish's voucher takes off.</summary>
    public static RewardCost? CostOf(this RewardDefinition definition, RewardFacts facts, RewardWish wish) =>
        definition.CostOf(facts, wish.Currency, wish.Quantity, wish.Amount ?? definition.Amount?.Min) is { } cost
            ? cost with
            {
                Points = cost.Points - (wish.Voucher?.PointsOff(cost.Points) ?? 0),
            }
            : null;

    /// <summary>Null when there are enough.</summary>
    internal static Refusal? WhyTooFew(long available, long points) =>
        available < points ? new PointsRefusal.InsufficientPoints(available, points) : null;

    /// <param name="wish">sound.</param>
    /// <returns>nothing when the member can have it.</returns>
    public static IEnumerable<Refusal> WhyNot(
        this Reward reward,
        RewardSight sight,
        MemberStatus status,
        SpendableIn available,
        RewardWish wish
    )
    {
        if (!status.Allows(MemberOperation.Spend))
        {
            yield return new PointsOperations.MemberMayNot(MemberOperation.Spend, status);
        }

        if (wish.Voucher?.WhyNot(reward.Id, reward.Definition, sight.Facts.Now) is { } unusable)
        {
            yield return unusable;
        }

        if (reward.WhyNot(sight.Facts) is { } closed)
        {
            yield return closed;
        }

        foreach (var left in sight.Left.Where(left => left.Pieces < wish.Quantity))
        {
            yield return new RewardRefusal.OutOfStock(left.Limit);
        }

        if (reward.Definition.CostOf(sight.Facts, wish) is not { } cost)
        {
            yield return new RewardRefusal.NoPrice(wish.Currency);
        }
        else if (
            available(cost.Currency).Match(points => WhyTooFew(points, cost.Points), refusal => refusal) is { } few
        )
        {
            yield return few;
        }
    }
}

/// <summary>Points of a currency that the member can spend, or why none.</summary>
public delegate Outcome<long> SpendableIn(PointCurrencyCode currency);

/// <summary>Finds what must be known of rewards where a member looks at them: as many statements for a page as for one.</summary>
public sealed class FindRewardSights(FindRewardFacts findFacts)
{
    public async Task<IReadOnlyDictionary<RewardId, RewardSight>> ReadAsync(
        LoyaltyDbContext context,
        MemberId member,
        IReadOnlyCollection<Reward> rewards,
        CancellationToken cancellationToken
    )
    {
        var facts = await findFacts.ReadAsync(
            context,
            member,
            [.. rewards.Select(reward => reward.Definition)],
            cancellationToken
        );
        var left = await context.StockLeftAsync(member, facts.Day, rewards, cancellationToken);
        return rewards.ToDictionary(reward => reward.Id, reward => new RewardSight(facts, left[reward.Id]));
    }
}
