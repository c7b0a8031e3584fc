using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Rewards;

/// <summary>A reward that the member has redeemed, and how far it is.</summary>
[Node]
[ObjectType<Redemption>(BindExplicitly = true)]
public static class RedemptionType
{
    /// <summary>The globally unique id.</summary>
    [ID]
    public static string GetId([Parent] Redemption redemption) => redemption.Id.ToString();

    /// <summary>What was redeemed, as the catalogue has it now.</summary>
    public static async Task<RewardForMember> GetRewardAsync(
        [Parent] Redemption redemption,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<RewardId, Reward> rewardById,
        CancellationToken cancellationToken
    ) =>
        new(
            (await rewardById.LoadAsync(redemption.RewardId, cancellationToken))!,
            await memberBySignIn.RequireAsync(user, cancellationToken)
        );

    /// <summary>Where it stands.</summary>
    public static RedemptionStatus GetStatus([Parent] Redemption redemption) => redemption.Status;

    /// <summary>Why it stands there, as a code: see docs/redemptions.md.</summary>
    public static string? GetCause([Parent] Redemption redemption) => redemption.Cause;

    /// <summary>Pieces.</summary>
    public static int GetQuantity([Parent] Redemption redemption) => redemption.Quantity;

    /// <summary>How much of a reward whose amount varies.</summary>
    public static long? GetAmount([Parent] Redemption redemption) => redemption.Amount;

    /// <summary>The code of the point currency that pays for it.</summary>
    public static string GetCurrency([Parent] Redemption redemption) => redemption.Currency.Value;

    /// <summary>What it costs, in all. While it is under way they are reserved; once fulfilled, spent.</summary>
    public static long GetPoints([Parent] Redemption redemption) => redemption.Points;

    /// <summary>Whose points they are. A household's are spent while it is under way, and come back when it is not
    /// delivered.</summary>
    public static PointSource GetPointsFrom([Parent] Redemption redemption) => redemption.PointsFrom;

    /// <summary>What a voucher took off the price; 0 without one.</summary>
    public static long GetVoucherPoints([Parent] Redemption redemption) => redemption.VoucherPoints;

    /// <summary>What is to be paid besides, to whoever delivers.</summary>
    public static MoneyAmount? GetMoneyDue([Parent] Redemption redemption) =>
        RedemptionView.MoneyOf(redemption) is { } money ? new MoneyAmount(money.Amount, money.Currency.Code) : null;

    /// <summary>When it was asked for.</summary>
    public static DateTimeOffset GetRequestedAt([Parent] Redemption redemption) => redemption.RequestedAt;

    /// <summary>What is not delivered by then ends, and the points come back.</summary>
    public static DateTimeOffset GetDeadline([Parent] Redemption redemption) => redemption.Deadline;

    /// <summary>When it was delivered.</summary>
    public static DateTimeOffset? GetFulfilledAt([Parent] Redemption redemption) => redemption.FulfilledAt;

    /// <summary>Until when it can be used; null for no end.</summary>
    public static DateTimeOffset? GetUsableUntil([Parent] Redemption redemption) => redemption.UsableUntil;

    /// <summary>Whether the member can take it back now.</summary>
    public static bool GetIsCancellable([Parent] Redemption redemption, TimeProvider clock) =>
        redemption is { IsCancelling: false, Status: RedemptionStatus.Reserved or RedemptionStatus.Ordered }
        && clock.Instant() <= redemption.CancellableUntil;

    /// <summary>Whether the member has taken it back and the partner is being asked.</summary>
    public static bool GetIsCancelling([Parent] Redemption redemption) => redemption.IsCancelling;

    /// <summary>Who carries the consignment.</summary>
    public static string? GetCarrier([Parent] Redemption redemption) => redemption.Carrier;

    /// <summary>The number of the consignment, or the partner's own id of the order.</summary>
    public static string? GetReference([Parent] Redemption redemption) => redemption.Reference;

    /// <summary>What the member gets, such as voucher codes: once it is fulfilled.</summary>
    [ListSize(AssumedSize = 5)]
    public static async Task<IReadOnlyList<string>> GetCodesAsync(
        [Parent] Redemption redemption,
        IDataLoader<RedemptionId, RewardCode[]> codesByRedemption,
        RedemptionProtector redemptions,
        RewardCodeProtector codes,
        CancellationToken cancellationToken
    )
    {
        if (redemption.FulfilledAt is null || redemption.IsEnded)
        {
            return [];
        }

        if (redemption.Method != FulfilmentMethod.Code)
        {
            return redemptions.ContentOf(redemption);
        }

        var own = await codesByRedemption.LoadAsync(redemption.Id, cancellationToken) ?? [];
        return [.. own.Select(codes.Unprotect)];
    }

    /// <summary>What happened to it, from the request on.</summary>
    [ListSize(AssumedSize = 6)]
    public static async Task<IReadOnlyList<RedemptionTransition>> GetTransitionsAsync(
        [Parent] Redemption redemption,
        IDataLoader<RedemptionId, RedemptionTransition[]> transitionsByRedemption,
        CancellationToken cancellationToken
    ) => await transitionsByRedemption.LoadAsync(redemption.Id, cancellationToken) ?? [];

    [NodeResolver]
    [Authorize(Policies.Member)]
    public static async Task<Redemption?> FindAsync(
        string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var own = await context.OwnRedemptionsAsync(me.Id, cancellationToken);
        return Identifier.TryParse<RedemptionId>(id, out var wanted)
            ? await own.AsNoTracking().FirstOrDefaultAsync(row => row.Id == wanted, cancellationToken)
            : null;
    }

    [DataLoader]
    public static async Task<ILookup<RedemptionId, RewardCode>> GetCodesByRedemptionAsync(
        IReadOnlyList<RedemptionId> redemptions,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = redemptions.Select(id => (RedemptionId?)id).ToArray();
        var rows = await context
            .RewardCodes.AsNoTracking()
            .Where(code => ids.Contains(code.RedemptionId))
            .OrderBy(code => code.Id)
            .ToListAsync(cancellationToken);
        return rows.ToLookup(code => code.RedemptionId!.Value);
    }

    [DataLoader]
    public static async Task<ILookup<RedemptionId, RedemptionTransition>> GetTransitionsByRedemptionAsync(
        IReadOnlyList<RedemptionId> redemptions,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context
            .RedemptionTransitions.AsNoTracking()
            .Where(transition => redemptions.Contains(transition.RedemptionId))
            .OrderBy(transition => transition.Number)
            .ToListAsync(cancellationToken);
        return rows.ToLookup(transition => transition.RedemptionId);
    }
}

/// <summary>One step of a redemption.</summary>
[ObjectType<RedemptionTransition>(BindExplicitly = true)]
public static class RedemptionTransitionType
{
    /// <summary>Null of the first.</summary>
    public static RedemptionStatus? GetFrom([Parent] RedemptionTransition transition) => transition.From;

    /// <summary>Where it led.</summary>
    public static RedemptionStatus GetTo([Parent] RedemptionTransition transition) => transition.To;

    /// <summary>When.</summary>
    public static DateTimeOffset GetAt([Parent] RedemptionTransition transition) => transition.At;

    /// <summary>Why, as a code: see docs/redemptions.md.</summary>
    public static string GetCause([Parent] RedemptionTransition transition) => transition.Cause;
}
