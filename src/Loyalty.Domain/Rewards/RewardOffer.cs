using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;

namespace Loyalty.Domain.Rewards;

/// <summary>What is known of a member where a reward is asked for.</summary>
public sealed record RewardFacts
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Today in the programme's zone.</summary>
    public required DateOnly Day { get; init; }

    public IReadOnlyCollection<TierCode> Tiers { get; init; } = [];

    public MemberFacts Member { get; init; } = MemberFacts.None;

    public bool HasVehicle { get; init; }

    public IReadOnlyCollection<PartnerId> LinkedTo { get; init; } = [];

    /// <summary>Of those that fulfil what is looked at.</summary>
    public IReadOnlyCollection<PartnerId> Suspended { get; init; } = [];
}

/// <summary>What a member pays for a reward.</summary>
/// <param name="Points">in all.</param>
/// <param name="Money">in all, besides; null for nothing.</param>
public sealed record RewardCost(PointCurrencyCode Currency, long Points, Money? Money);

/// <summary>What a reward is to one member: whether it can be had, and what it costs.</summary>
public static class RewardOffer
{
    /// <returns>null when the member may have it, stock and points left aside; else the first reason why not.</returns>
    public static Refusal? WhyNot(this Reward reward, RewardFacts facts)
    {
        var definition = reward.Definition;
        var isOpen =
            reward.Status == RewardStatus.Published
            && definition.IsVisibleAt(facts.Now)
            && !(facts.Now < definition.RedeemableFrom)
            && !(facts.Now >= definition.RedeemableUntil);
        if (!isOpen)
        {
            return new RewardRefusal.NotAvailable(definition.RedeemableFrom, definition.RedeemableUntil);
        }

        if (definition.Fulfilment.Partner is { } partner && facts.Suspended.Contains(partner))
        {
            return new RewardRefusal.PartnerSuspended();
        }

        var missing = definition.Eligibility.Missing(facts);
        return missing.Count > 0 ? new RewardRefusal.NotEligible(missing) : null;
    }

    /// <summary>What the member has to pay, in the currency asked for, or in that of the first price that holds.</summary>
    /// <param name="quantity">pieces.</param>
    /// <param name="amount">where the reward's amount varies.</param>
    public static RewardCost? CostOf(
        this RewardDefinition definition,
        RewardFacts facts,
        PointCurrencyCode? currency,
        int quantity,
        long? amount
    )
    {
        var open = definition.Prices.Where(price => price.IsFor(facts.Tiers)).ToArray();
        if (open.FirstOrDefault(price => currency is null || price.Currency == currency) is not { } first)
        {
            return null;
        }

        var best = open.Where(price => price.Currency == first.Currency)
            .MinBy(price => (Points(price, quantity, amount), price.Money?.Amount ?? 0));
        return new RewardCost(
            best!.Currency,
            Points(best, quantity, amount),
            best.Money is { } money ? money with { Amount = money.Amount * quantity } : null
        );
    }

    private static long Points(RewardPrice price, int quantity, long? amount) =>
        amount is { } units
            ? checked((long)(((((Int128)price.Points * units) + price.PerUnits - 1) / price.PerUnits) * quantity))
            : checked(quantity * price.Points);

    /// <returns>what is asked for and does not hold, by the names of <see cref="RewardRefusal.NotEligible"/>.</returns>
    public static IReadOnlyList<string> Missing(this RewardEligibility asked, RewardFacts facts)
    {
        var missing = new List<string>();
        Need(asked.Tiers.Count == 0 || asked.Tiers.Any(facts.Tiers.Contains), "tier");
        Need(
            asked.Attributes.All(one =>
                facts.Member.Attributes.TryGetValue(one.Key, out var value)
                && one.Value.Contains(value, StringComparer.Ordinal)
            ),
            "attribute"
        );
        Need(
            (asked.VehicleModels.Count == 0 || asked.VehicleModels.Any(facts.Member.VehicleModels.Contains))
                && (!asked.NeedsVehicle || facts.HasVehicle),
            "vehicle"
        );
        Need(asked.LinkedTo is not { } partner || facts.LinkedTo.Contains(partner), "partnerLink");
        Need(IsOfAge(asked, facts), "age");
        return missing;

        void Need(bool holds, string what)
        {
            if (!holds)
            {
                missing.Add(what);
            }
        }
    }

    private static bool IsOfAge(RewardEligibility asked, RewardFacts facts)
    {
        if (asked is { AgeMin: null, AgeMax: null })
        {
            return true;
        }

        if (facts.Member.BirthDate is not { } born)
        {
            return false;
        }

        // Who was born on 29 February is a year older on 1 March of other years.
        var age = facts.Day.Year - born.Year;
        age -= (facts.Day.Month, facts.Day.Day).CompareTo((born.Month, born.Day)) < 0 ? 1 : 0;
        return !(age < asked.AgeMin) && !(age > asked.AgeMax);
    }
}
