using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Rewards;

/// <summary>A reward as staff write it.</summary>
/// <param name="Texts">1 to 20, each in a language of its own; the first is shown to whoever speaks none of them.</param>
/// <param name="Pictures">absolute https addresses, at most 10, the first for lists.</param>
/// <param name="Category">the club's own code: a-z, digits and hyphens.</param>
/// <param name="DisplayOrder">0 to 1000000; the catalogue is shown from the smallest up.</param>
/// <param name="Prices">1 to 20. A member pays the best of those that hold for the member's tiers, of one currency at a time.</param>
/// <param name="Amount">for a reward of which the member takes as much as wanted; left out for one that is counted in pieces.</param>
/// <param name="QuantityPerRedemptionMax">pieces in one redemption, 1 to 100; 1 when left out.</param>
/// <param name="Stock">left out for no limit.</param>
/// <param name="VisibleFrom">members see it from this instant on; left out: since it was published.</param>
/// <param name="VisibleUntil">and before this one.</param>
/// <param name="RedeemableFrom">members can have it from this instant on; left out: as soon as they see it.</param>
/// <param name="RedeemableUntil">and before this one.</param>
/// <param name="Eligibility">who can have it; left out for all members.</param>
public sealed record RewardDocument(
    RewardKind? Kind = null,
    IReadOnlyList<RewardTextDocument>? Texts = null,
    IReadOnlyList<string>? Pictures = null,
    string? Category = null,
    int DisplayOrder = 0,
    IReadOnlyList<RewardPriceDocument>? Prices = null,
    RewardAmountDocument? Amount = null,
    int QuantityPerRedemptionMax = 1,
    RewardStockDocument? Stock = null,
    DateTimeOffset? VisibleFrom = null,
    DateTimeOffset? VisibleUntil = null,
    DateTimeOffset? RedeemableFrom = null,
    DateTimeOffset? RedeemableUntil = null,
    RewardEligibilityDocument? Eligibility = null,
    RewardFulfilmentDocument? Fulfilment = null,
    RewardCancellationDocument? Cancellation = null
)
{
    public static RewardDocument Of(RewardDefinition definition) =>
        new(
            definition.Kind,
            [
                .. definition.Texts.Select(text => new RewardTextDocument(
                    text.Language,
                    text.Title,
                    text.Description,
                    text.Terms
                )),
            ],
            definition.Pictures,
            definition.Category,
            definition.DisplayOrder,
            [
                .. definition.Prices.Select(price => new RewardPriceDocument(
                    price.Currency.Value,
                    price.Points,
                    price.Money,
                    [.. price.Tiers.Select(tier => tier.Value)],
                    price.PerUnits
                )),
            ],
            definition.Amount is { } amount
                ? new RewardAmountDocument(amount.Min, amount.Max, amount.Step, amount.Unit?.Code)
                : null,
            definition.QuantityPerRedemptionMax,
            RewardStockDocument.Of(definition.Stock),
            definition.VisibleFrom,
            definition.VisibleUntil,
            definition.RedeemableFrom,
            definition.RedeemableUntil,
            RewardEligibilityDocument.Of(definition.Eligibility),
            RewardFulfilmentDocument.Of(definition.Fulfilment),
            new RewardCancellationDocument(definition.Cancellation.MemberHours, definition.Cancellation.ReturnDays)
        );
}

/// <param name="Language">a tag of BCP 47, such as <c>zh-Hans</c>.</param>
/// <param name="Title">one line, at most 200 characters.</param>
/// <param name="Description">at most 4000 characters; may have line breaks.</param>
/// <param name="Terms">what the member agrees to, as long as the description.</param>
public sealed record RewardTextDocument(
    string? Language = null,
    string? Title = null,
    string? Description = null,
    string? Terms = null
);

/// <param name="Currency">the code of a redeemable point currency.</param>
/// <param name="Points">at least 1: of one piece, or, where the amount varies, of <paramref name="PerUnits"/> units of it.</param>
/// <param name="Money">to be paid besides, for each piece, to whoever delivers.</param>
/// <param name="Tiers">codes of tiers of which the member must hold one; empty for all members.</param>
/// <param name="PerUnits">1 when left out; every step of the amount must cost whole points.</param>
public sealed record RewardPriceDocument(
    string? Currency = null,
    long? Points = null,
    Money? Money = null,
    IReadOnlyList<string>? Tiers = null,
    long PerUnits = 1
);

/// <param name="Min">at least 1, a multiple of the step.</param>
/// <param name="Max">a multiple of the step.</param>
/// <param name="Unit">a currency of ISO 4217, in major units; left out for something else, such as miles.</param>
public sealed record RewardAmountDocument(long? Min = null, long? Max = null, long? Step = null, string? Unit = null);

/// <summary>How many pieces there are; null for no limit.</summary>
/// <param name="Total">over all time.</param>
/// <param name="PerDay">of the programme's zone.</param>
/// <param name="PerMember">in each period of <paramref name="MemberPeriod"/>.</param>
/// <param name="MemberPeriod">with <paramref name="PerMember"/>; <c>lifetime</c> when left out.</param>
public sealed record RewardStockDocument(
    long? Total = null,
    long? PerDay = null,
    long? PerMember = null,
    CapPeriod? MemberPeriod = null
)
{
    internal static RewardStockDocument Of(RewardStock stock) =>
        new(stock.Total, stock.PerDay, stock.PerMember, stock.PerMember is null ? null : stock.MemberPeriod);
}

/// <summary>Who can have it: all that is named must hold.</summary>
/// <param name="Tiers">codes of tiers of which the member holds one.</param>
/// <param name="Attributes">by an attribute's key, such as <c>segment</c>: the member has one of these values for it.</param>
/// <param name="VehicleModels">the member owns a vehicle of one of these models.</param>
/// <param name="NeedsVehicle">the member owns a vehicle.</param>
/// <param name="LinkedTo">a partner's id: the member is linked as its customer.</param>
/// <param name="AgeMin">in whole years.</param>
public sealed record RewardEligibilityDocument(
    IReadOnlyList<string>? Tiers = null,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Attributes = null,
    IReadOnlyList<string>? VehicleModels = null,
    bool NeedsVehicle = false,
    string? LinkedTo = null,
    int? AgeMin = null,
    int? AgeMax = null
)
{
    internal static RewardEligibilityDocument Of(RewardEligibility eligibility) =>
        new(
            [.. eligibility.Tiers.Select(tier => tier.Value)],
            eligibility.Attributes,
            eligibility.VehicleModels,
            eligibility.NeedsVehicle,
            eligibility.LinkedTo?.ToString(),
            eligibility.AgeMin,
            eligibility.AgeMax
        );
}

/// <param name="Method"><c>staff</c>: the club's staff deliver it; <c>immediate</c>: it is the member's at once; <c>code</c>: a code out
/// of those that were imported; <c>partner</c>: a partner is called.</param>
/// <param name="Partner">with <c>partner</c>: its id.</param>
/// <param name="Product">with <c>partner</c>: its code of what is ordered.</param>
/// <param name="Cost">with <c>partner</c>: what the club owes it for a piece, or for a unit of an amount that varies, with at most 4
/// decimal places. Its monthly statement has it, as it was when the member redeemed; left out: the statement says nothing of it.</param>
/// <param name="Needs">what must be known to deliver it; <c>none</c> when left out.</param>
/// <param name="DeadlineHours">from the request on, 1 to 2160; what is not under way by then ends, and the points come back. 336 when
/// left out.</param>
/// <param name="UsableDays">days from fulfilment within which it can be used; left out for no end.</param>
public sealed record RewardFulfilmentDocument(
    FulfilmentMethod? Method = null,
    string? Partner = null,
    string? Product = null,
    Money? Cost = null,
    DeliveryNeed Needs = DeliveryNeed.None,
    int DeadlineHours = RewardFulfilment.DeadlineHoursDefault,
    int? UsableDays = null
)
{
    internal static RewardFulfilmentDocument Of(RewardFulfilment fulfilment) =>
        new(
            fulfilment.Method,
            fulfilment.Partner?.ToString(),
            fulfilment.Product,
            fulfilment.Cost,
            fulfilment.Needs,
            fulfilment.DeadlineHours,
            fulfilment.UsableDays
        );
}

/// <param name="MemberHours">hours from the request within which the member may take it back, as long as nothing was delivered; 0:
/// never.</param>
/// <param name="ReturnDays">days from fulfilment within which staff may give the points back; 0: never; left out: without end.</param>
public sealed record RewardCancellationDocument(
    int MemberHours = RewardCancellation.MemberHoursDefault,
    int? ReturnDays = null
);
