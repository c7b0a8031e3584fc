namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>What a partner answered to a call.</summary>
internal abstract record PartnerAnswer
{
    private PartnerAnswer() { }

    public sealed record Report(OrderReport Order) : PartnerAnswer;

    /// <summary>The partner knows of no such order.</summary>
    public sealed record UnknownOrder : PartnerAnswer;

    /// <param name="Next">what the next page is asked for with; null on the last one.</param>
    public sealed record Page(IReadOnlyList<OrderReport> Orders, string? Next) : PartnerAnswer;

    /// <summary>Nothing that could be read: whether the call took effect is not known.</summary>
    /// <param name="Cause">a code.</param>
    /// <param name="RetryAfter">as the partner asked for, or until the circuit closes.</param>
    public sealed record None(string Cause, TimeSpan? RetryAfter = null) : PartnerAnswer;
}
