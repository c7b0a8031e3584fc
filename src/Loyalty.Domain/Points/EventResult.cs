namespace Loyalty.Domain.Points;

/// <summary>What became of one event of a partner.</summary>
public abstract record EventResult
{
    private EventResult() { }

    /// <summary>It took its effect.</summary>
    /// <param name="Points">one for each point currency, negative after a reversal; empty when no points moved.</param>
    /// <param name="EntryIds">the ledger entries (<c>ent_…</c>), in the order of posting.</param>
    /// <param name="Explanation">how the points were computed, as a JSON object; null when no points moved.</param>
    public sealed record Posted(IReadOnlyList<PostedPoints> Points, IReadOnlyList<string> EntryIds, string? Explanation)
        : EventResult
    {
        /// <summary>A link, or whatever else moves no points.</summary>
        public static readonly Posted WithoutPoints = new([], [], Explanation: null);
    }

    /// <summary>The same event was posted before; nothing happened this time.</summary>
    public sealed record Duplicate(EventResult First) : EventResult;

    /// <summary>It waits for its member to be linked.</summary>
    public sealed record Quarantined(Refusal Reason) : EventResult;

    /// <summary>It took no effect; its id is not used up, unless another event has it. A reason of kind
    /// <see cref="RefusalKind.Busy"/> is no verdict on the event: the whole request is to be sent again.</summary>
    public sealed record Rejected(Refusal Reason) : EventResult;
}

/// <summary>Points of one currency that an event moved.</summary>
public readonly record struct PostedPoints(PointCurrencyCode Currency, long Points);
