using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;

namespace Loyalty.Api.Rewards;

/// <summary>Where a reward goes. Only what the reward's delivery asks for is given.</summary>
public sealed record DeliveryInput
{
    /// <summary>Whom it is for; the member's own name when left out.</summary>
    public string? Name { get; init; }

    /// <summary>For goods.</summary>
    public PostalAddressInput? Address { get; init; }

    /// <summary>With the country's code, such as +8613800138000.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>For what comes by mail.</summary>
    public string? Email { get; init; }

    /// <summary>The number of an account at the partner: of a bank, a frequent flyer.</summary>
    public string? Account { get; init; }

    internal DeliveryData ToData() =>
        new()
        {
            Name = Name,
            Address = Address?.ToData(),
            PhoneNumber = PhoneNumber,
            Email = Email,
            Account = Account,
        };
}

/// <summary>A reward for points.</summary>
public sealed record RedeemRewardInput
{
    /// <summary>A new value for each redemption, such as a UUID: 1 to 200 visible ASCII characters. Sending the same again under
    /// its key redeems nothing more, and gives the redemption as it stands.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>Which reward.</summary>
    [ID("Reward")]
    public required string RewardId { get; init; }

    /// <summary>Pieces; 1 when left out.</summary>
    public int? Quantity { get; init; }

    /// <summary>How much, of a reward whose amount varies.</summary>
    public long? Amount { get; init; }

    /// <summary>The code of the point currency to pay with; that of the reward's first price when left out.</summary>
    public string? Currency { get; init; }

    /// <summary>What the reward needs to be delivered.</summary>
    public DeliveryInput? Delivery { get; init; }

    /// <summary>A voucher of the member's, which takes something off the price of one piece. It is there again when the redemption
    /// comes to nothing within the voucher's days.</summary>
    [ID("Voucher")]
    public string? VoucherId { get; init; }

    /// <summary>Whose points pay. A household's are spent at once, and given back when nothing is delivered.</summary>
    [DefaultValueSyntax("OWN")]
    public PointSource PointsFrom { get; init; }
}

/// <summary>Which redemption is taken back.</summary>
public sealed record CancelRedemptionInput
{
    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>The redemption.</summary>
    [ID("Redemption")]
    public required string RedemptionId { get; init; }
}

/// <summary>What became of a redemption.</summary>
/// <param name="Redemption">As it stands now; null when there is none.</param>
/// <param name="Errors">Why nothing was redeemed or taken back; empty when it was.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record RedemptionPayload(
    Redemption? Redemption,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
)
{
    internal static RedemptionPayload Of(Outcome<Redemption> outcome, string? clientMutationId) =>
        outcome.Match(
            redemption => new RedemptionPayload(redemption, MutationErrors.Of(refusal: null), clientMutationId),
            refusal => new RedemptionPayload(null, MutationErrors.Of(refusal), clientMutationId)
        );
}

/// <summary>What a member does with rewards.</summary>
[MutationType]
public static class RedemptionMutations
{
    /// <summary>Takes a reward for points. Where somebody has to deliver it, the points are reserved until that is done, and come
    /// back when it is not; a household's are spent at once, and come back too.</summary>
    /// <param name="input">Which, and where it goes.</param>
    [Authorize(Policies.Member)]
    public static async Task<RedemptionPayload> RedeemRewardAsync(
        RedeemRewardInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        RedeemReward redeem,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        if (IdempotentMutations.WhyNotKey(input.IdempotencyKey) is { } unsound)
        {
            return RedemptionPayload.Of(unsound, input.ClientMutationId);
        }

        VoucherId? voucher = null;
        if (input.VoucherId is not null)
        {
            if (!Identifier.TryParse<VoucherId>(input.VoucherId, out var own))
            {
                return RedemptionPayload.Of(
                    new Refusal.InvalidRequest("voucherId", "is not the id of a voucher"),
                    input.ClientMutationId
                );
            }

            voucher = own;
        }

        var redeemed = Identifier.TryParse<RewardId>(input.RewardId, out var reward)
            ? await redeem.ExecuteAsync(
                me.Id,
                new RedeemRewardRequest(
                    reward,
                    input.Quantity,
                    input.Amount,
                    input.Currency,
                    input.Delivery?.ToData(),
                    voucher,
                    input.PointsFrom
                ),
                new OperationCaller(me.Id.ToString(), input.IdempotencyKey),
                cancellationToken
            )
            : new Refusal.InvalidRequest("rewardId", "is not the id of a reward");
        return RedemptionPayload.Of(redeemed, input.ClientMutationId);
    }

    /// <summary>Takes a redemption back, as long as the reward allows it and nothing was delivered. Where a partner has it in hand,
    /// the partner is asked first: follow redemptionChanged. Taking back what was taken back changes nothing.</summary>
    /// <param name="input">Which.</param>
    [Authorize(Policies.Member)]
    public static async Task<RedemptionPayload> CancelRedemptionAsync(
        CancelRedemptionInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        ChangeRedemption change,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var cancelled = Identifier.TryParse<RedemptionId>(input.RedemptionId, out var id)
            ? await change.CancelByMemberAsync(id, me.Id, cancellationToken)
            : new Refusal.InvalidRequest("redemptionId", "is not the id of a redemption");
        return RedemptionPayload.Of(cancelled, input.ClientMutationId);
    }
}
