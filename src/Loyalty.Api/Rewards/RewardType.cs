using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Members;
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

/// <summary>A reward, for a member's eyes.</summary>
/// <param name="Reward">The reward.</param>
/// <param name="Member">Who looks at it.</param>
/// <param name="Sight">What is known of it for the member, where that was read already.</param>
public sealed record RewardForMember(Reward Reward, Member Member, RewardSight? Sight = null)
{
    public RewardDefinition Definition => Reward.Definition;

    internal RewardText TextIn(string? language) =>
        Definition.TextIn(language is null ? Member.PreferredLanguage : LanguageTag.Canonical(language) ?? language);
}

/// <summary>Something that members get for points.</summary>
[Node]
[GraphQLName("Reward")]
[ObjectType<RewardForMember>(BindExplicitly = true)]
public static class RewardType
{
    private const int LeftShownMax = RewardDefinition.QuantityMax;

    /// <summary>The globally unique id.</summary>
    [ID]
    public static string GetId([Parent] RewardForMember reward) => reward.Reward.Id.ToString();

    /// <summary>What the member gets.</summary>
    public static RewardKind GetKind([Parent] RewardForMember reward) => reward.Definition.Kind;

    /// <summary>The club's code of the category, for filters.</summary>
    public static string GetCategory([Parent] RewardForMember reward) => reward.Definition.Category;

    /// <summary>The name, in a language or the nearest that there is.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string GetTitle([Parent] RewardForMember reward, string? language) => reward.TextIn(language).Title;

    /// <summary>More about it; may have line breaks.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string? GetDescription([Parent] RewardForMember reward, string? language) =>
        reward.TextIn(language).Description;

    /// <summary>What the member agrees to by redeeming it; null for nothing.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string? GetTerms([Parent] RewardForMember reward, string? language) => reward.TextIn(language).Terms;

    /// <summary>Addresses of pictures, the first for lists.</summary>
    [ListSize(AssumedSize = 3)]
    public static IReadOnlyList<string> GetPictures([Parent] RewardForMember reward) => reward.Definition.Pictures;

    /// <summary>What it costs, for each currency and tier that has a price of its own.</summary>
    [ListSize(AssumedSize = 3)]
    public static IReadOnlyList<RewardPrice> GetPrices([Parent] RewardForMember reward) => reward.Definition.Prices;

    /// <summary>What the member would pay in all, at the best price that holds for the member's tiers; null when there is none, or the
    /// voucher is not for it.</summary>
    /// <param name="currency">A point currency's code; that of the first price that holds when left out.</param>
    /// <param name="quantity">Pieces.</param>
    /// <param name="amount">How much of it, where the amount varies; the smallest when left out.</param>
    /// <param name="voucherId">A voucher of the member's that is to be used.</param>
    [Cost(1)] // all of a page together
    public static async Task<RewardCost?> GetMyCostAsync(
        [Parent] RewardForMember reward,
        string? currency,
        [DefaultValue(1)] int quantity,
        long? amount,
        [ID("Voucher")] string? voucherId,
        IDataLoader<MemberId, Voucher[]> vouchersByMember,
        IDataLoader<RewardForMember, RewardSight> sightByReward,
        CancellationToken cancellationToken
    )
    {
        var voucher = await vouchersByMember.FindVoucherAsync(reward.Member.Id, voucherId, cancellationToken);
        var wish = RewardWishes.Read(reward.Definition, currency, quantity, amount, voucher);
        var sight = await reward.SightAsync(sightByReward, cancellationToken);
        return wish is null || voucher?.Fits(reward.Reward.Id, reward.Definition) == false
            ? null
            : reward.Definition.CostOf(sight.Facts, wish);
    }

    /// <summary>The range, where the member says how much of it; null for a reward that is counted in pieces.</summary>
    public static VariableAmount? GetAmountRange([Parent] RewardForMember reward) => reward.Definition.Amount;

    /// <summary>Pieces that one redemption may have.</summary>
    public static int GetQuantityMax([Parent] RewardForMember reward) => reward.Definition.QuantityPerRedemptionMax;

    /// <summary>Members can have it from this instant on; null: as soon as they see it.</summary>
    public static DateTimeOffset? GetRedeemableFrom([Parent] RewardForMember reward) =>
        reward.Definition.RedeemableFrom;

    /// <summary>Members can have it before this instant; null for no end.</summary>
    public static DateTimeOffset? GetRedeemableUntil([Parent] RewardForMember reward) =>
        reward.Definition.RedeemableUntil;

    /// <summary>Members see it before this instant; null for no end.</summary>
    public static DateTimeOffset? GetVisibleUntil([Parent] RewardForMember reward) => reward.Definition.VisibleUntil;

    /// <summary>What the member must say to have it delivered.</summary>
    public static DeliveryNeed GetDeliveryNeed([Parent] RewardForMember reward) => reward.Definition.Fulfilment.Needs;

    /// <summary>Days from delivery within which it can be used; null for no end.</summary>
    public static int? GetUsableDays([Parent] RewardForMember reward) => reward.Definition.Fulfilment.UsableDays;

    /// <summary>How many pieces the member could have at this moment, points aside; null for more than a hundred and for no
    /// limit.</summary>
    [Cost(1)] // all of a page together
    public static async Task<int?> GetStockLeftAsync(
        [Parent] RewardForMember reward,
        IDataLoader<RewardForMember, RewardSight> sightByReward,
        CancellationToken cancellationToken
    ) =>
        (await reward.SightAsync(sightByReward, cancellationToken)).PiecesLeft is { } left and <= LeftShownMax
            ? (int)left
            : null;

    /// <summary>Whether the member can have it now, and if not, everything that is missing.</summary>
    /// <param name="currency">A point currency's code; that of the first price that holds when left out.</param>
    /// <param name="quantity">Pieces.</param>
    /// <param name="amount">How much of it, where the amount varies; the smallest when left out.</param>
    /// <param name="voucherId">A voucher of the member's that is to be used.</param>
    /// <param name="pointsFrom">Whose points would pay.</param>
    [Cost(1)] // all of a page together
    public static async Task<RewardAvailable> GetAvailabilityAsync(
        [Parent] RewardForMember reward,
        string? currency,
        [DefaultValue(1)] int quantity,
        long? amount,
        [ID("Voucher")] string? voucherId,
        [DefaultValueSyntax("OWN")] PointSource pointsFrom,
        IDataLoader<MemberId, Voucher[]> vouchersByMember,
        IDataLoader<RewardForMember, RewardSight> sightByReward,
        IDataLoader<MemberId, WalletAsOf[]> walletsByMember,
        IDataLoader<MemberId, MemberPools> poolsByMember,
        CancellationToken cancellationToken
    )
    {
        var voucher = await vouchersByMember.FindVoucherAsync(reward.Member.Id, voucherId, cancellationToken);
        var wish = RewardWishes.Read(reward.Definition, currency, quantity, amount, voucher);
        if (wish is null)
        {
            return RewardAvailable.Of([new RewardRefusal.NoPrice(Currency: null)], reward);
        }

        var sight = await reward.SightAsync(sightByReward, cancellationToken);
        var available = await RewardWishes.SpendableAsync(
            reward.Member.Id,
            pointsFrom,
            walletsByMember,
            poolsByMember,
            cancellationToken
        );
        return RewardAvailable.Of(reward.Reward.WhyNot(sight, reward.Member.Status, available, wish), reward);
    }

    [NodeResolver]
    [Authorize(Policies.Member)]
    public static async Task<RewardForMember?> FindAsync(
        string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<RewardId, Reward> rewardById,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        return
            Identifier.TryParse<RewardId>(id, out var wanted)
            && await rewardById.LoadAsync(wanted, cancellationToken) is { Status: RewardStatus.Published } reward
            && reward.Definition.IsVisibleAt(clock.Instant())
            ? new RewardForMember(reward, me)
            : null;
    }

    private static async Task<RewardSight> SightAsync(
        this RewardForMember reward,
        IDataLoader<RewardForMember, RewardSight> sightByReward,
        CancellationToken cancellationToken
    ) => reward.Sight ?? (await sightByReward.LoadAsync(reward, cancellationToken))!;
}
