using Loyalty.Api.Points;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;

namespace Loyalty.Api.Rewards;

/// <summary>What one piece costs, or, where the amount varies, so many units of it.</summary>
[ObjectType<RewardPrice>(BindExplicitly = true)]
public static class RewardPriceType
{
    /// <summary>The point currency's code.</summary>
    public static string GetCurrency([Parent] RewardPrice price) => price.Currency.Value;

    /// <summary>Points for one piece, or for perUnits units.</summary>
    public static long GetPoints([Parent] RewardPrice price) => price.Points;

    /// <summary>Units that the points are for, where the amount varies; else 1.</summary>
    public static long GetPerUnits([Parent] RewardPrice price) => price.PerUnits;

    /// <summary>To be paid besides for each piece, to whoever delivers; null for nothing.</summary>
    public static MoneyAmount? GetMoney([Parent] RewardPrice price) => RewardMoney.Of(price.Money);

    /// <summary>Codes of tiers of which the member must hold one; empty for all members.</summary>
    [ListSize(AssumedSize = 3)]
    public static IEnumerable<string> GetTiers([Parent] RewardPrice price) => price.Tiers.Select(tier => tier.Value);
}

/// <summary>What a member pays for a redemption.</summary>
[ObjectType<RewardCost>(BindExplicitly = true)]
public static class RewardCostType
{
    /// <summary>The point currency's code.</summary>
    public static string GetCurrency([Parent] RewardCost cost) => cost.Currency.Value;

    /// <summary>Points in all.</summary>
    public static long GetPoints([Parent] RewardCost cost) => cost.Points;

    /// <summary>To be paid besides in all, to whoever delivers; null for nothing.</summary>
    public static MoneyAmount? GetMoney([Parent] RewardCost cost) => RewardMoney.Of(cost.Money);
}

/// <summary>How much of a reward a member can take.</summary>
[GraphQLName("RewardAmountRange")]
[ObjectType<VariableAmount>(BindExplicitly = true)]
public static class RewardAmountRangeType
{
    /// <summary>The smallest amount.</summary>
    public static long GetMin([Parent] VariableAmount amount) => amount.Min;

    /// <summary>The largest amount.</summary>
    public static long GetMax([Parent] VariableAmount amount) => amount.Max;

    /// <summary>An amount is a multiple of it.</summary>
    public static long GetStep([Parent] VariableAmount amount) => amount.Step;

    /// <summary>A currency of ISO 4217, in major units; null for something else, which the title names.</summary>
    public static string? GetUnit([Parent] VariableAmount amount) => amount.Unit?.Code;
}

internal static class RewardMoney
{
    public static MoneyAmount? Of(Money? money) =>
        money?.InPlainForm() is { } plain ? new MoneyAmount(plain.Amount, plain.Currency.Code) : null;
}
