namespace Loyalty.Domain.Offers;

/// <summary>Why something about an offer cannot be done.</summary>
public abstract record OfferRefusal : Refusal
{
    private OfferRefusal(string code, string detail)
        : base(code, RefusalKind.Conflict, detail) { }

    public sealed record IsWithdrawn()
        : OfferRefusal("offer-withdrawn", "The offer was withdrawn and stays so. Create a new one instead.");

    public sealed record TriggerIsFixed()
        : OfferRefusal(
            "offer-trigger-fixed",
            "What an offer waits for stays as it was published. Withdraw it and create another one."
        );

    public sealed record IsOver() : OfferRefusal("offer-over", "The offer's window is over: it would grant nothing.");

    /// <summary>As many are published as may be.</summary>
    public sealed record TooMany(int Max)
        : OfferRefusal("too-many-offers", "As many offers are published as may be. Withdraw one that is not wanted.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("max", Max)];
    }
}

/// <summary>Why a voucher cannot be used or withdrawn.</summary>
public abstract record VoucherRefusal : Refusal
{
    private VoucherRefusal(string code, string detail)
        : base(code, RefusalKind.Conflict, detail) { }

    /// <summary>It was used, withdrawn or has lapsed, or somebody uses it at this moment.</summary>
    public sealed record NotUsable(VoucherState State)
        : VoucherRefusal("voucher-not-usable", "The voucher was used, was withdrawn or has lapsed.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("voucherState", State)];
    }

    /// <summary>It is for other rewards, or for a reward of one size.</summary>
    public sealed record NotForReward()
        : VoucherRefusal("voucher-not-for-reward", "The voucher is not for this reward.");
}

/// <summary>Why a referral code cannot be used. None of them tells anything about the other member.</summary>
public abstract record ReferralRefusal : Refusal
{
    private ReferralRefusal(string code, string detail)
        : base(code, RefusalKind.Conflict, detail) { }

    public sealed record UnknownCode()
        : ReferralRefusal("referral-code-unknown", "There is no member with this referral code.");

    /// <summary>No offer rewards referrals of this member now.</summary>
    public sealed record NotOpen() : ReferralRefusal("referral-not-open", "The club does not reward referrals now.");

    public sealed record OwnCode() : ReferralRefusal("referral-own-code", "This is the member's own code.");

    public sealed record SameHousehold()
        : ReferralRefusal("referral-same-household", "Members of one household cannot refer each other.");

    /// <summary>A contact, an address or a vehicle is the same.</summary>
    public sealed record SamePerson()
        : ReferralRefusal("referral-same-person", "The two accounts look like those of one person.");

    /// <summary>The other one came by this member's code.</summary>
    public sealed record Mutual() : ReferralRefusal("referral-mutual", "Two members cannot refer each other.");

    public sealed record AlreadyReferred()
        : ReferralRefusal("referral-already-used", "The member has used a referral code before.");

    /// <param name="UsableUntil">when the time after enrolment was over.</param>
    public sealed record TooLate(DateTimeOffset UsableUntil)
        : ReferralRefusal("referral-too-late", "A referral code can be used only for some days after enrolment.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("usableUntil", UsableUntil)];
    }

    /// <summary>The code's owner has brought as many members as count.</summary>
    public sealed record LimitReached()
        : ReferralRefusal("referral-limit-reached", "This code cannot be used more often at this time.");
}
