using Loyalty.Api.Http;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;

namespace Loyalty.Api.Rewards;

/// <summary>Whether the member can have a reward at the moment of the request.</summary>
/// <param name="CanRedeem">Whether nothing is missing.</param>
[GraphQLName("RewardAvailability")]
public sealed record RewardAvailable(
    bool CanRedeem,
    [property: GraphQLDescription("Everything that is missing; empty when the member can have it.")]
    [property: ListSize(AssumedSize = 3)]
        IReadOnlyList<IRewardReason> Reasons
)
{
    internal static RewardAvailable Of(IEnumerable<Refusal> refusals, RewardForMember reward)
    {
        IRewardReason[] reasons = [.. refusals.Select(refusal => RewardReasons.Of(refusal, reward))];
        return new RewardAvailable(reasons.Length == 0, reasons);
    }
}

/// <summary>Why the member cannot have a reward now. Branch on the type, or on the code.</summary>
[InterfaceType("RewardReason")]
public interface IRewardReason
{
    /// <summary>A stable code in capitals.</summary>
    string Code { get; }

    /// <summary>One sentence for developers.</summary>
    string Message { get; }
}

/// <summary>It cannot be redeemed at this time.</summary>
/// <param name="From">It can from this instant on; null for no beginning.</param>
/// <param name="Until">It could before this instant; null for no end.</param>
/// <param name="Message">One sentence for developers.</param>
public sealed record NotAvailableReason(DateTimeOffset? From, DateTimeOffset? Until, string Message) : IRewardReason
{
    /// <summary>Always NOT_AVAILABLE.</summary>
    public string Code => "NOT_AVAILABLE";
}

/// <summary>The partner that delivers it is suspended at this time.</summary>
/// <param name="Message">One sentence for developers.</param>
public sealed record PartnerSuspendedReason(string Message) : IRewardReason
{
    /// <summary>Always PARTNER_SUSPENDED.</summary>
    public string Code => "PARTNER_SUSPENDED";
}

/// <summary>The member does not meet what the reward asks for.</summary>
public sealed record NotEligibleReason(
    [property: GraphQLDescription("What the member does not meet.")]
    [property: ListSize(AssumedSize = 3)]
        IReadOnlyList<EligibilityNeed> Needs,
    [property: GraphQLDescription(
        "Codes of tiers of which the member would need one; empty when a tier is not what is missing."
    )]
    [property: ListSize(AssumedSize = 3)]
        IReadOnlyList<string> Tiers,
    [property: GraphQLDescription("Models of which the member would need one; empty when any vehicle would do.")]
    [property: ListSize(AssumedSize = 3)]
        IReadOnlyList<string> VehicleModels,
    [property: GraphQLDescription("The least age in years, when the age is what is missing.")] int? AgeMin,
    [property: GraphQLDescription("The greatest age in years, when the age is what is missing.")] int? AgeMax,
    [property: GraphQLDescription("One sentence for developers.")] string Message
) : IRewardReason
{
    /// <summary>Always NOT_ELIGIBLE.</summary>
    public string Code => "NOT_ELIGIBLE";
}

/// <summary>The member has too few points.</summary>
/// <param name="Available">Points that the member can spend now.</param>
/// <param name="Requested">Points that it costs.</param>
/// <param name="Missing">The difference.</param>
/// <param name="Message">One sentence for developers.</param>
public sealed record InsufficientPointsReason(long Available, long Requested, long Missing, string Message)
    : IRewardReason
{
    /// <summary>Always INSUFFICIENT_POINTS.</summary>
    public string Code => "INSUFFICIENT_POINTS";
}

/// <summary>There is none left, or not as many, or the member has had the share that each member may have.</summary>
/// <param name="Limit">Which limit is reached.</param>
/// <param name="Message">One sentence for developers.</param>
public sealed record OutOfStockReason(StockLimit Limit, string Message) : IRewardReason
{
    /// <summary>Always OUT_OF_STOCK.</summary>
    public string Code => "OUT_OF_STOCK";
}

/// <summary>The reward has no price for the member, in the currency or at all.</summary>
/// <param name="Message">One sentence for developers.</param>
public sealed record NoPriceReason(string Message) : IRewardReason
{
    /// <summary>Always NO_PRICE.</summary>
    public string Code => "NO_PRICE";
}

/// <summary>The status of the member's account does not allow spending.</summary>
/// <param name="Status">The status.</param>
/// <param name="Message">One sentence for developers.</param>
public sealed record MemberMayNotReason(MemberStatus Status, string Message) : IRewardReason
{
    /// <summary>Always MEMBER_MAY_NOT.</summary>
    public string Code => "MEMBER_MAY_NOT";
}

/// <summary>The voucher cannot be used, or not for this reward.</summary>
/// <param name="Code">VOUCHER_NOT_USABLE or VOUCHER_NOT_FOR_REWARD.</param>
/// <param name="Message">One sentence for developers.</param>
public sealed record VoucherReason(string Code, string Message) : IRewardReason;

/// <summary>The household's points cannot pay for the member.</summary>
/// <param name="Code">IN_NO_HOUSEHOLD or HOUSEHOLD_MAY_NOT_SPEND.</param>
/// <param name="Message">One sentence for developers.</param>
public sealed record HouseholdReason(string Code, string Message) : IRewardReason;

/// <summary>What a reward may ask of a member.</summary>
public enum EligibilityNeed
{
    Tier,

    /// <summary>Something that the club's staff say of the member, such as a segment.</summary>
    Attribute,
    Vehicle,

    /// <summary>A link as a customer of a partner.</summary>
    PartnerLink,
    Age,
}

/// <summary>The one place that turns refusals into reasons.</summary>
internal static class RewardReasons
{
    public static IRewardReason Of(Refusal refusal, RewardForMember reward) =>
        refusal switch
        {
            RewardRefusal.NotAvailable closed => new NotAvailableReason(closed.From, closed.Until, closed.Detail),
            RewardRefusal.PartnerSuspended shut => new PartnerSuspendedReason(shut.Detail),
            RewardRefusal.NotEligible strange => NotEligible(strange, reward.Definition.Eligibility),
            RewardRefusal.OutOfStock sold => new OutOfStockReason(sold.Limit, sold.Detail),
            RewardRefusal.NoPrice none => new NoPriceReason(none.Detail),
            PointsRefusal.InsufficientPoints few => new InsufficientPointsReason(
                few.Available,
                few.Requested,
                few.Requested - few.Available,
                few.Detail
            ),
            VoucherRefusal unusable => new VoucherReason(unusable.GraphQLCode(), unusable.Detail),
            HouseholdRefusal barred => new HouseholdReason(barred.GraphQLCode(), barred.Detail),
            PointsOperations.MemberMayNot barred => new MemberMayNotReason(barred.Status, barred.Detail),
            _ => throw refusal.ToGraphQL(),
        };

    private static NotEligibleReason NotEligible(RewardRefusal.NotEligible refusal, RewardEligibility asked)
    {
        EligibilityNeed[] missing =
        [
            .. refusal.Missing.Select(what => Enum.Parse<EligibilityNeed>(what, ignoreCase: true)),
        ];
        var isAge = missing.Contains(EligibilityNeed.Age);
        return new NotEligibleReason(
            missing,
            missing.Contains(EligibilityNeed.Tier) ? [.. asked.Tiers.Select(tier => tier.Value)] : [],
            missing.Contains(EligibilityNeed.Vehicle) ? asked.VehicleModels : [],
            isAge ? asked.AgeMin : null,
            isAge ? asked.AgeMax : null,
            refusal.Detail
        );
    }
}
