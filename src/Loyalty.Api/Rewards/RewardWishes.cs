using Loyalty.Api.Http;
using Loyalty.Api.Points;
using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;

namespace Loyalty.Api.Rewards;

/// <summary>Arguments that say what a member would redeem.</summary>
internal static class RewardWishes
{
    /// <returns>null when no reward could have a price in the currency.</returns>
    /// <exception cref="GraphQLException"><c>INVALID_REQUEST</c>: the reward cannot be had in this quantity or amount.</exception>
    /// <param name="voucher">of the member; null for none.</param>
    public static RewardWish? Read(
        RewardDefinition definition,
        string? currency,
        int quantity,
        long? amount,
        Voucher? voucher
    )
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

        var wish = new RewardWish(code, quantity, amount, voucher);
        return wish.WhyUnsound(definition) is { } unsound ? throw unsound.ToGraphQL() : wish;
    }

    /// <summary>The member's own voucher with the id; null where none is asked for.</summary>
    /// <exception cref="GraphQLException"><c>NOT_FOUND</c>: the member has no such voucher.</exception>
    public static async Task<Voucher?> FindVoucherAsync(
        this IDataLoader<MemberId, Voucher[]> vouchersByMember,
        MemberId member,
        string? id,
        CancellationToken cancellationToken
    )
    {
        if (id is null)
        {
            return null;
        }

        var own = await vouchersByMember.LoadAsync(member, cancellationToken) ?? [];
        return
            Identifier.TryParse<VoucherId>(id, out var wanted)
            && Array.Find(own, voucher => voucher.Id == wanted) is { } found
            ? found
            : throw new Refusal.NoSuch("voucher").ToGraphQL();
    }

    /// <summary>What the member can spend of one's own or of the household's points.</summary>
    public static async Task<SpendableIn> SpendableAsync(
        MemberId member,
        PointSource from,
        IDataLoader<MemberId, WalletAsOf[]> walletsByMember,
        IDataLoader<MemberId, MemberPools> poolsByMember,
        CancellationToken cancellationToken
    )
    {
        if (from == PointSource.Household)
        {
            var pools = await poolsByMember.LoadAsync(member, cancellationToken);
            return currency =>
                pools.WhyNotSpend() is { } barred ? barred : pools!.Pools.GetValueOrDefault(currency)?.Available ?? 0;
        }

        var wallets = await walletsByMember.LoadAsync(member, cancellationToken) ?? [];
        return currency =>
            wallets.FirstOrDefault(wallet => wallet.Currency.Code == currency) is { } own
                ? own.Wallet.AvailableOn(own.Day)
                : 0;
    }
}
