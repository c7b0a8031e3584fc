using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Members;
using Loyalty.Api.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Offers;

/// <summary>A right to redeem one reward for fewer points.</summary>
[Node]
[ObjectType<Voucher>(BindExplicitly = true)]
public static class VoucherType
{
    /// <summary>The globally unique id. Hand it to redeemReward.</summary>
    [ID]
    public static string GetId([Parent] Voucher voucher) => voucher.Id.ToString();

    /// <summary>The name of the offer that gave it, in a language or the nearest that there is.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    [Cost(1)] // all of a list together
    public static async Task<string> GetTitleAsync(
        [Parent] Voucher voucher,
        string? language,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<OfferId, Offer> offerById,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var offer = (await offerById.LoadAsync(voucher.OfferId, cancellationToken))!;
        return offer.Definition.Texts.For(me, language).Title;
    }

    /// <summary>What it takes off.</summary>
    public static VoucherKind GetKind([Parent] Voucher voucher) => voucher.Kind;

    /// <summary>Percent or points; null of a free one.</summary>
    public static long? GetValue([Parent] Voucher voucher) => voucher.Kind == VoucherKind.Free ? null : voucher.Value;

    /// <summary>Whether it can be used now.</summary>
    public static VoucherState GetState([Parent] Voucher voucher, TimeProvider clock) =>
        voucher.StateAt(clock.Instant());

    /// <summary>When the member got it.</summary>
    public static DateTimeOffset GetIssuedAt([Parent] Voucher voucher) => voucher.IssuedAt;

    /// <summary>It can be used before this instant.</summary>
    public static DateTimeOffset GetValidUntil([Parent] Voucher voucher) => voucher.ValidUntil;

    /// <summary>The published rewards that it is for; null for all.</summary>
    [ListSize(AssumedSize = 5)]
    public static async Task<IReadOnlyList<RewardForMember>?> GetRewardsAsync(
        [Parent] Voucher voucher,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<RewardId, Reward> rewardById,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (voucher.Rewards.Count == 0)
        {
            return null;
        }

        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var rewards = new List<RewardForMember>();
        foreach (var id in voucher.Rewards)
        {
            if (
                await rewardById.LoadAsync(id, cancellationToken) is { Status: RewardStatus.Published } reward
                && reward.Definition.IsVisibleAt(clock.Instant())
            )
            {
                rewards.Add(new RewardForMember(reward, me));
            }
        }

        return rewards;
    }

    [NodeResolver]
    [Authorize(Policies.Member)]
    public static async Task<Voucher?> FindAsync(
        string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<MemberId, Voucher[]> vouchersByMember,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var own = await vouchersByMember.LoadAsync(me.Id, cancellationToken) ?? [];
        return Identifier.TryParse<VoucherId>(id, out var wanted)
            ? Array.Find(own, voucher => voucher.Id == wanted)
            : null;
    }
}

/// <summary>What offers gave, for the one member that a request sees.</summary>
public static class OfferLoaders
{
    /// <summary>Vouchers of a member that are shown, at the most: the latest.</summary>
    public const int VouchersMax = 200;

    [DataLoader]
    public static async Task<ILookup<MemberId, Voucher>> GetVouchersByMemberAsync(
        IReadOnlyList<MemberId> members,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = new List<Voucher>();
        foreach (var member in members)
        {
            rows.AddRange(
                await context
                    .Vouchers.AsNoTracking()
                    .Where(voucher => voucher.MemberId == member)
                    .OrderByDescending(voucher => voucher.IssuedAt)
                    .ThenBy(voucher => voucher.Id)
                    .Take(VouchersMax)
                    .ToListAsync(cancellationToken)
            );
        }

        return rows.ToLookup(row => row.MemberId);
    }

    /// <summary>Offers whatever their status: the names of what they gave.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<OfferId, Offer>> GetOfferByIdAsync(
        IReadOnlyList<OfferId> ids,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .Offers.AsNoTracking()
            .Where(offer => ids.Contains(offer.Id))
            .ToDictionaryAsync(offer => offer.Id, cancellationToken);
    }
}
