namespace Loyalty.Domain.Care;

/// <summary>Why something about care cannot be done.</summary>
public abstract record CareRefusal : Refusal
{
    private CareRefusal(string code, string detail)
        : base(code, RefusalKind.Conflict, detail) { }

    public sealed record IsWithdrawn()
        : CareRefusal("care-rule-withdrawn", "The care rule was withdrawn and stays so. Create a new one instead.");

    public sealed record TriggerIsFixed()
        : CareRefusal(
            "care-trigger-fixed",
            "What a care rule waits for stays as it was published. Withdraw it and create another one."
        );

    /// <summary>As many are published as may be.</summary>
    public sealed record TooMany(int Max)
        : CareRefusal(
            "too-many-care-rules",
            "As many care rules are published as may be. Withdraw one that is not wanted."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("max", Max)];
    }

    /// <summary>The contact was not made, or is over.</summary>
    public sealed record NotUnderWay(CareStatus Status)
        : CareRefusal("care-not-under-way", "The contact was not made, or is over.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("careStatus", Status)];
    }

    /// <summary>Somebody else is at it.</summary>
    public sealed record CallTaken(DateTimeOffset Until)
        : CareRefusal("care-call-taken", "Another agent has taken this call.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("until", Until)];
    }

    /// <summary>The caller has not taken the call, or no longer has it.</summary>
    public sealed record CallNotTaken() : CareRefusal("care-call-not-taken", "Take the call before you report on it.");

    /// <summary>The call is to be made at another time.</summary>
    public sealed record CallDeferred(DateTimeOffset Until)
        : CareRefusal("care-call-deferred", "The call is to be made at another time.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("until", Until)];
    }

    /// <summary>It is no time to call.</summary>
    public sealed record IsQuiet(DateTimeOffset Until)
        : CareRefusal("care-quiet-hours", "These are quiet hours of the member's day.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("until", Until)];
    }

    /// <summary>The member cannot, or may not, be contacted so any more.</summary>
    public sealed record OutOfReach(string Reason)
        : CareRefusal("care-out-of-reach", "The member cannot or may not be reached over this channel any more.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("reason", Reason)];
    }

    /// <summary>No letter waits.</summary>
    public sealed record NothingToPrint() : CareRefusal("no-care-letters", "No letter waits to be printed.");

    public sealed record ComplaintIsResolved()
        : CareRefusal("complaint-resolved", "The complaint was answered, and stays so.");
}
