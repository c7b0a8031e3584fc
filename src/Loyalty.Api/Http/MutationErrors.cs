using Loyalty.Application.Members;
using Loyalty.Application.Partners;
using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;

namespace Loyalty.Api.Http;

/// <summary>Why a mutation changed nothing. Branch on the type, or on the code.</summary>
[InterfaceType("MutationError")]
public interface IMutationError
{
    /// <summary>A stable code in capitals.</summary>
    string Code { get; }

    /// <summary>One sentence for developers.</summary>
    string Message { get; }
}

/// <summary>A field of the input cannot be accepted. There is one of these for each fault.</summary>
/// <param name="Field">Its path within the input: name.given, decisions[0].purpose.</param>
/// <param name="Message">What is wrong with it; completes a sentence that begins with the field.</param>
public sealed record InvalidField(string Field, string Message) : IMutationError
{
    /// <summary>Always INVALID_FIELD.</summary>
    public string Code => "INVALID_FIELD";
}

/// <summary>The record was changed since it was read. Read it again and apply the change to the newest version.</summary>
/// <param name="Message">One sentence for developers.</param>
public sealed record StaleVersion(string Message) : IMutationError
{
    /// <summary>Always STALE_VERSION.</summary>
    public string Code => "STALE_VERSION";
}

/// <summary>The key was used for other input before. Take a new key for a new change.</summary>
/// <param name="Message">One sentence for developers.</param>
public sealed record IdempotencyKeyReused(string Message) : IMutationError
{
    /// <summary>Always IDEMPOTENCY_KEY_REUSED.</summary>
    public string Code => "IDEMPOTENCY_KEY_REUSED";
}

/// <summary>The vehicle has an owner in the club already. Whoever that is has to give it up first.</summary>
/// <param name="Message">One sentence for developers.</param>
public sealed record VehicleTaken(string Message) : IMutationError
{
    /// <summary>Always VEHICLE_TAKEN.</summary>
    public string Code => "VEHICLE_TAKEN";
}

/// <summary>Another member has proved to be reached at the e-mail address. Who that is stays untold.</summary>
/// <param name="Message">One sentence for developers.</param>
public sealed record EmailTaken(string Message) : IMutationError
{
    /// <summary>Always EMAIL_TAKEN.</summary>
    public string Code => "EMAIL_TAKEN";
}

/// <summary>Others were changing the same thing at that moment. Send the same mutation again, with the same key.</summary>
/// <param name="Message">One sentence for developers.</param>
public sealed record TryAgain(string Message) : IMutationError
{
    /// <summary>Always TRY_AGAIN.</summary>
    public string Code => "TRY_AGAIN";
}

/// <summary>Fewer points are available than are needed. Nothing was moved.</summary>
/// <param name="Available">Points that can be spent now.</param>
/// <param name="Requested">Points that were asked for.</param>
/// <param name="Message">One sentence for developers.</param>
public sealed record InsufficientPoints(long Available, long Requested, string Message) : IMutationError
{
    /// <summary>Always INSUFFICIENT_POINTS.</summary>
    public string Code => "INSUFFICIENT_POINTS";
}

/// <summary>The club, or the status of the member's account, does not allow it.</summary>
/// <param name="Code">TRANSFERS_NOT_ALLOWED, MEMBER_MAY_NOT or TOO_MANY_LINK_TOKENS.</param>
/// <param name="Message">One sentence for developers.</param>
public sealed record NotAllowed(string Code, string Message) : IMutationError;

/// <summary>The household does not allow it, as it stands.</summary>
/// <param name="Code">IN_NO_HOUSEHOLD, IN_HOUSEHOLD_ALREADY, HOUSEHOLD_FULL or NOT_HOUSEHOLD_ORGANISER.</param>
/// <param name="Message">One sentence for developers.</param>
public sealed record HouseholdNotAllowed(string Code, string Message) : IMutationError;

/// <summary>The reward cannot be had, or the redemption cannot be taken back.</summary>
/// <param name="Code">NOT_FOUND, REWARD_NOT_AVAILABLE, PARTNER_SUSPENDED, REWARD_NOT_FOR_MEMBER, REWARD_HAS_NO_PRICE,
/// REWARD_OUT_OF_STOCK, REDEMPTION_FAILED, REDEMPTION_NOT_CANCELLABLE, REDEMPTION_NOT_IN_STATE, VOUCHER_NOT_USABLE or VOUCHER_NOT_FOR_REWARD.</param>
/// <param name="Message">One sentence for developers.</param>
/// <param name="Missing">Of REWARD_NOT_FOR_MEMBER: what the reward asks for and the member has not: tier, attribute, vehicle,
/// partnerLink, age.</param>
/// <param name="Limit">Of REWARD_OUT_OF_STOCK: which limit is used up.</param>
public sealed record RedemptionRefused(
    string Code,
    string Message,
    [property: ListSize(AssumedSize = 5)] IReadOnlyList<string>? Missing,
    StockLimit? Limit
) : IMutationError;

/// <summary>The referral code cannot be used.</summary>
/// <param name="Code">REFERRAL_CODE_UNKNOWN, REFERRAL_NOT_OPEN, REFERRAL_OWN_CODE, REFERRAL_SAME_HOUSEHOLD, REFERRAL_SAME_PERSON,
/// REFERRAL_MUTUAL, REFERRAL_ALREADY_USED, REFERRAL_TOO_LATE or REFERRAL_LIMIT_REACHED.</param>
/// <param name="Message">One sentence for developers.</param>
public sealed record ReferralRefused(string Code, string Message) : IMutationError;

/// <summary>The publication cannot be subscribed to, or the subscription cannot be changed so.</summary>
/// <param name="Code">NOT_FOUND, PUBLICATION_NOT_OPEN, PUBLICATION_NOT_FOR_MEMBER, MAGAZINE_SUBSCRIBED_ALREADY or
/// MAGAZINE_SUBSCRIPTION_NOT_IN_STATE.</param>
/// <param name="Message">One sentence for developers.</param>
/// <param name="Missing">Of PUBLICATION_NOT_FOR_MEMBER: what the publication asks for and the member has not: tier, attribute, vehicle,
/// partnerLink, age.</param>
public sealed record MagazineRefused(
    string Code,
    string Message,
    [property: ListSize(AssumedSize = 5)] IReadOnlyList<string>? Missing
) : IMutationError;

/// <summary>The member cannot sign up for the gathering, or cannot take the sign-up back.</summary>
/// <param name="Code">NOT_FOUND, GATHERING_OVER, GATHERING_NOT_OPEN_YET, GATHERING_SIGN_UP_CLOSED, GATHERING_BEGUN, GATHERING_FULL,
/// GATHERING_NOT_FOR_MEMBER or GATHERING_SIGNED_UP_ALREADY.</param>
/// <param name="Message">One sentence for developers.</param>
/// <param name="Missing">Of GATHERING_NOT_FOR_MEMBER: what the gathering asks for and the member has not: tier, attribute, vehicle,
/// partnerLink, age.</param>
public sealed record GatheringRefused(
    string Code,
    string Message,
    [property: ListSize(AssumedSize = 5)] IReadOnlyList<string>? Missing
) : IMutationError;

/// <summary>The one place that turns refusals into typed errors of a payload.</summary>
internal static class MutationErrors
{
    /// <exception cref="GraphQLException">the refusal is of no kind that mutations promise.</exception>
    public static IReadOnlyList<IMutationError> Of(Refusal? refusal) =>
        refusal switch
        {
            null => [],
            Refusal.InvalidRequest invalid =>
            [
                .. invalid.Errors.SelectMany(field => field.Value.Select(error => new InvalidField(field.Key, error))),
            ],
            Refusal.StaleVersion stale => [new StaleVersion(stale.Detail)],
            PointsRefusal.InsufficientPoints few => [new InsufficientPoints(few.Available, few.Requested, few.Detail)],
            TransferPoints.TransfersNotAllowed or PointsOperations.MemberMayNot =>
            [
                new NotAllowed(refusal.GraphQLCode(), refusal.Detail),
            ],
            RewardRefusal.NotEligible reward => [Refused(reward) with { Missing = reward.Missing }],
            RewardRefusal.OutOfStock reward => [Refused(reward) with { Limit = reward.Limit }],
            RewardRefusal
            or RedeemReward.NotRedeemed
            or ChangeRedemption.TooLateToCancel
            or Redemption.NotInState
            or VoucherRefusal
            or Refusal.NoSuch { What: "reward" or "redemption" or "voucher" } => [Refused(refusal)],
            ReferralRefusal => [new ReferralRefused(refusal.GraphQLCode(), refusal.Detail)],
            MagazineRefusal or Refusal.NoSuch { What: "publication" or "magazine subscription" } =>
            [
                new MagazineRefused(
                    refusal.GraphQLCode(),
                    refusal.Detail,
                    (refusal as MagazineRefusal.NotForMember)?.Missing
                ),
            ],
            GatheringRefusal or Refusal.NoSuch { What: "gathering" or "gathering sign-up" } =>
            [
                new GatheringRefused(
                    refusal.GraphQLCode(),
                    refusal.Detail,
                    (refusal as GatheringRefusal.NotForMember)?.Missing
                ),
            ],
            Redemption.StillSettling settling => [new TryAgain(settling.Detail)],
            HouseholdRefusal => [new HouseholdNotAllowed(refusal.GraphQLCode(), refusal.Detail)],
            EventRefusal.TooBusy busy => [new TryAgain(busy.Detail)],
            CreateLinkToken.TooManyLinkTokens => [new NotAllowed(refusal.GraphQLCode(), refusal.Detail)],
            IdempotencyFilter.KeyReused or PointsRefusal.OperationReused =>
            [
                new IdempotencyKeyReused(
                    "This idempotency key was used for other input. Take a new key for a new change."
                ),
            ],
            MemberRefusals.DuplicateMember { Conflict: DuplicateKind.Vin } =>
            [
                new VehicleTaken("The vehicle has an owner in the club already."),
            ],
            MemberRefusals.DuplicateMember { Conflict: DuplicateKind.Email } =>
            [
                new EmailTaken("Another member has proved to be reached at this e-mail address."),
            ],
            MemberRefusals.TryAgain again => [new TryAgain(again.Detail)],
            _ => throw refusal.ToGraphQL(),
        };

    private static RedemptionRefused Refused(Refusal refusal) =>
        new(refusal.GraphQLCode(), refusal.Detail, Missing: null, Limit: null);
}
