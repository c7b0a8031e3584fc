using Loyalty.Domain.Members;

namespace Loyalty.Domain.Care;

/// <summary>What a contact is about. Ids and numbers, nothing personal.</summary>
/// <param name="Day">of the birthday, the service, the lapse.</param>
public sealed record CareFacts(DateOnly Day)
{
    public VehicleId? Vehicle { get; init; }

    public long? Points { get; init; }

    public string? Currency { get; init; }

    public int? Kilometres { get; init; }

    public string? Reward { get; init; }

    public string? Tier { get; init; }

    /// <summary>By how much, in per cent.</summary>
    public int? Percent { get; init; }

    /// <summary>The key of an attribute.</summary>
    public string? Attribute { get; init; }
}
