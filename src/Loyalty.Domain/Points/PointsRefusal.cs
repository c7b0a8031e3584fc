namespace Loyalty.Domain.Points;

/// <summary>Why points were not moved.</summary>
public abstract record PointsRefusal : Refusal
{
    private PointsRefusal(string code, RefusalKind kind, string detail)
        : base(code, kind, detail) { }

    public sealed record InsufficientPoints(long Available, long Requested)
        : PointsRefusal("insufficient-points", RefusalKind.Conflict, "Fewer points are available than are needed.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("available", Available), new("requested", Requested)];
    }

    public sealed record HoldEnded(HoldStatus Status)
        : PointsRefusal("hold-ended", RefusalKind.Conflict, "The hold was captured or released, or its time ran out.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("holdStatus", Status)];
    }

    public sealed record AboveHold(long Held, long Requested)
        : PointsRefusal("above-hold", RefusalKind.Invalid, "More points are to be captured than are held.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("field", "points"), new("held", Held), new("requested", Requested)];
    }

    /// <param name="Left">what can still be given back.</param>
    public sealed record AboveRedemption(long Left, long Requested)
        : PointsRefusal(
            "reversal-above-redemption",
            RefusalKind.Conflict,
            "More points are to be given back than are left of the redemption."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("field", "points"), new("left", Left), new("requested", Requested)];
    }

    /// <param name="Left">what can still be refunded.</param>
    public sealed record AboveOrder(Money Left, Money Requested)
        : PointsRefusal("refund-above-order", RefusalKind.Conflict, "More is to be refunded than is left of the order.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("field", "amount"), new("left", Left), new("requested", Requested)];
    }

    /// <summary>Points that came with a merge were spent, so that it cannot be undone.</summary>
    /// <param name="Came">what would have to go back.</param>
    /// <param name="Left">what is there.</param>
    public sealed record MergedPointsSpent(PointCurrencyCode Currency, long Came, long Left)
        : PointsRefusal(
            "merge-points-spent",
            RefusalKind.Conflict,
            "Points that came with the merge were spent or are held; it cannot be undone."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("currency", Currency), new("came", Came), new("left", Left)];
    }

    /// <summary>Points of the account that is to be merged are reserved.</summary>
    public sealed record MergeHasHolds(long Held)
        : PointsRefusal(
            "merge-has-holds",
            RefusalKind.Conflict,
            "Points of the duplicate are held. Capture or release the holds first."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("held", Held)];
    }

    /// <summary>The key of an operation was used for another one.</summary>
    public sealed record OperationReused()
        : PointsRefusal(
            "idempotency-key-reused",
            RefusalKind.Conflict,
            "This key was used for another request. Take a new key for a new request."
        );
}
