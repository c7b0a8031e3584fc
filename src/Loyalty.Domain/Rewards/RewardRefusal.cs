using Loyalty.Domain.Points;

namespace Loyalty.Domain.Rewards;

/// <summary>Why something about a reward cannot be done.</summary>
public abstract record RewardRefusal : Refusal
{
    private RewardRefusal(string code, string detail)
        : base(code, RefusalKind.Conflict, detail) { }

    public sealed record IsRetired()
        : RewardRefusal("reward-retired", "The reward was retired and stays so. Create a new one instead.");

    public sealed record MethodIsFixed()
        : RewardRefusal(
            "reward-method-fixed",
            "How a reward is fulfilled stays as it was published. Retire it and create another one."
        );

    /// <summary>It is not in the catalogue now.</summary>
    public sealed record NotAvailable(DateTimeOffset? From, DateTimeOffset? Until)
        : RewardRefusal("reward-not-available", "The reward cannot be redeemed at this time.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("redeemableFrom", From), new("redeemableUntil", Until)];
    }

    /// <summary>The partner that fulfils it is suspended: nobody's data go there.</summary>
    public sealed record PartnerSuspended()
        : RewardRefusal("partner-suspended", "The partner that delivers the reward is suspended at this time.");

    /// <param name="Missing">what the reward asks for: <c>tier</c>, <c>attribute</c>, <c>vehicle</c>, <c>partnerLink</c>,
    /// <c>age</c>.</param>
    public sealed record NotEligible(IReadOnlyList<string> Missing)
        : RewardRefusal("reward-not-for-member", "The member does not meet what the reward asks for.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("missing", Missing)];
    }

    /// <summary>The reward has no price in the currency for the member.</summary>
    public sealed record NoPrice(PointCurrencyCode? Currency)
        : RewardRefusal("reward-has-no-price", "The reward has no price in this point currency for the member.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("currency", Currency?.Value)];
    }

    /// <param name="Limit">which one is used up.</param>
    public sealed record OutOfStock(StockLimit Limit)
        : RewardRefusal("reward-out-of-stock", "There is none left, or not as many, or the member has had their share.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("limit", Limit)];
    }
}

/// <summary>What bounds how many of a reward there are.</summary>
public enum StockLimit
{
    Total,
    Day,
    Member,

    /// <summary>No code is left.</summary>
    Codes,
}
