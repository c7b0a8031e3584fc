using System.Text.Json.Serialization;

namespace Loyalty.Application.Points;

/// <param name="Currency">the code of a redeemable point currency.</param>
/// <param name="Points">at least 1; null when they pay for an order.</param>
/// <param name="Reference">what the points are spent on, in the caller's own words; nothing personal.</param>
public sealed record SpendRequest(string? Currency, long? Points, string? Reference)
{
    /// <summary>The order that the points are to pay; null where their number is given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentRequest? Payment { get; init; }
}
