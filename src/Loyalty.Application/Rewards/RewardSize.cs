using Loyalty.Application.Validation;
using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Rewards;

/// <summary>How much of a reward may be asked for.</summary>
internal static class RewardSize
{
    /// <param name="mayLackAmount">whether the amount may be left out where it varies: then the smallest is meant.</param>
    public static void CheckSize(
        this FieldErrors errors,
        RewardDefinition definition,
        int quantity,
        long? amount,
        bool mayLackAmount
    )
    {
        errors.Check(
            quantity >= 1 && quantity <= definition.QuantityPerRedemptionMax,
            "quantity",
            $"must be between 1 and {definition.QuantityPerRedemptionMax}"
        );
        if (definition.Amount is not { } allowed)
        {
            errors.Check(amount is null, "amount", "must be left out: the reward has one size");
            return;
        }

        errors.Check(
            amount is { } asked ? allowed.Allows(asked) : mayLackAmount,
            "amount",
            $"must be between {allowed.Min} and {allowed.Max} in steps of {allowed.Step}"
        );
    }
}
