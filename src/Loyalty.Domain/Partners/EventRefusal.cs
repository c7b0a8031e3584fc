namespace Loyalty.Domain.Partners;

/// <summary>Why an event was not posted, apart from its form (<see cref="Refusal.InvalidRequest"/>) and the contract
/// (<see cref="ContractRefusal"/>).</summary>
public abstract record EventRefusal : Refusal
{
    private EventRefusal(string code, RefusalKind kind, string detail)
        : base(code, kind, detail) { }

    /// <summary>Another event was sent under the same source and id before, and was posted or waits.</summary>
    public sealed record EventIdReused()
        : EventRefusal(
            "event-id-reused",
            RefusalKind.Conflict,
            "Another event was sent under this source and id before. A new event needs a new id."
        );

    /// <summary>The reason of quarantine: nobody here is known by this card, id or customer id yet.</summary>
    public sealed record MemberUnknown()
        : EventRefusal(
            "member-unknown",
            RefusalKind.Invalid,
            "No member is known by this reference yet. The event waits and is posted once the link exists."
        );

    /// <summary>The reason of quarantine of an event about an earlier one that is itself in quarantine.</summary>
    public sealed record OriginalQuarantined()
        : EventRefusal(
            "original-event-quarantined",
            RefusalKind.Invalid,
            "The event that this one refers to waits in quarantine, and this one with it."
        );

    /// <summary>The reason of quarantine of what would go beyond the points that the partner bought.</summary>
    public sealed record PrepaidUsedUp()
        : EventRefusal(
            "prepaid-points-used-up",
            RefusalKind.Invalid,
            "The points that you bought beforehand are used up. The event waits and is posted once you buy more."
        );

    /// <summary>The reason of quarantine of an interaction whose points the ledger has not posted yet.</summary>
    public sealed record PointsFollow()
        : EventRefusal(
            "points-follow",
            RefusalKind.Invalid,
            "It stands in the member's history. Its points are posted within minutes."
        );

    public sealed record OriginalUnknown()
        : EventRefusal(
            "original-event-unknown",
            RefusalKind.Invalid,
            "No transaction was posted under this source and originalEventId."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("field", "data.originalEventId")];
    }

    /// <param name="Left">what can still be taken back.</param>
    public sealed record ReversalAboveOriginal(Money Left)
        : EventRefusal(
            "reversal-above-original",
            RefusalKind.Invalid,
            "More is to be reversed than is left of the original."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("field", "data.amount.amount"), new("left", Left)];
    }

    public sealed record ReversalCurrencyDiffers(MoneyCurrency Original)
        : EventRefusal("reversal-currency-differs", RefusalKind.Invalid, "The original has another currency.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("field", "data.amount.currency"), new("currency", Original)];
    }

    public sealed record CustomerLinkedElsewhere()
        : EventRefusal(
            "customer-linked-elsewhere",
            RefusalKind.Conflict,
            "This customer is linked to another member. Unlink it first."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("field", "data.partnerCustomerId")];
    }

    /// <summary>The member's status does not let it earn.</summary>
    public sealed record MemberMayNotEarn()
        : EventRefusal("member-may-not-earn", RefusalKind.Invalid, "The member's account is closed.");

    /// <summary>The event names somebody whose data was erased. Nothing of it is kept.</summary>
    public sealed record MemberErased()
        : EventRefusal(
            "member-erased",
            RefusalKind.Invalid,
            "The member's data was erased. Send no more of this person."
        );

    /// <summary>The wallet cannot hold as many.</summary>
    public sealed record PointsOutOfRange()
        : EventRefusal(
            "points-out-of-range",
            RefusalKind.Invalid,
            "The member's balance would become larger than can be counted."
        );

    /// <summary>One event of a request is larger than <paramref name="BytesMax"/>.</summary>
    public sealed record EventTooLarge(int BytesMax)
        : EventRefusal("event-too-large", RefusalKind.Invalid, "The event is larger than an event may be.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("bytesMax", BytesMax)];
    }

    /// <summary>More is waiting to be written than can be taken on. Nothing of the request is lost or doubled by sending it
    /// again.</summary>
    public sealed record TooBusy(int RetryAfterSeconds)
        : EventRefusal(
            "too-busy",
            RefusalKind.Busy,
            "Too much is waiting to be written. Send the same request again later."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("retryAfter", RetryAfterSeconds)];
    }
}
