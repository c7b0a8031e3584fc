using Loyalty.Api.Http;
using Loyalty.Api.Points;
using Loyalty.Application.Rewards;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;

namespace Loyalty.Api.Rewards;

/// <summary>Arguments that say what a member would redeem.</summary>
internal static class RewardWishes
{
    /// <returns>null when no reward could have a price in the currency.</returns>
    /// <exception cref="GraphQLException"><c>INVALID_REQUEST</c>: the reward cannot be had in this quantity or amount.</exception>
    public static RewardWish? Read(RewardDefinition definition, string? currency, int quantity, long? amount)
    {
        PointCurrencyCode? code = null;
        if (currency is not null)
        {
            if (!PointCurrencyCode.TryParse(currency, out var parsed))
            {
                return null;
            }

            code = parsed;
        }

        var wish = new RewardWish(code, quantity, amount);
        return wish.WhyUnsound(definition) is { } unsound ? throw unsound.ToGraphQL() : wish;
    }

    /// <summary>Points that the member can spend; what others in the household share is not counted.</summary>
    public static Func<PointCurrencyCode, long> Available(IReadOnlyList<WalletAsOf> wallets) =>
        currency =>
            wallets.FirstOrDefault(wallet => wallet.Currency.Code == currency) is { } own
                ? own.Wallet.AvailableOn(own.Day)
                : 0;
}
