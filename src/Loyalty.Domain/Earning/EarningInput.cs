using Loyalty.Domain.Partners;
using Loyalty.Domain.Tiers;

namespace Loyalty.Domain.Earning;

/// <summary>What earning rules look at.</summary>
public readonly record struct EarningInput
{
    public required PartnerId Partner { get; init; }

    /// <summary>The CloudEvents type.</summary>
    public required string EventType { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The programme's zone, in which weekdays, hours and days are meant; null for UTC.</summary>
    public TimeZoneInfo? Zone { get; init; }

    public required Money Amount { get; init; }

    public string? Operation { get; init; }

    public string? Category { get; init; }

    public string? Channel { get; init; }

    /// <summary>The parts of the amount; null or empty when the partner sends none, and then the amount is one part.</summary>
    public IReadOnlyList<TransactionLine>? Lines { get; init; }

    /// <summary>What the member held when the event occurred, and before it took its effect.</summary>
    public IReadOnlyList<TierCode>? Tiers { get; init; }

    /// <summary>Null when nothing is known of the member.</summary>
    public MemberFacts? Member { get; init; }

    /// <summary>Day and time of the event in the programme's zone.</summary>
    public DateTime LocalTime() =>
        Zone is null ? OccurredAt.UtcDateTime : TimeZoneInfo.ConvertTime(OccurredAt, Zone).DateTime;
}

/// <summary>What rules may ask about a member. Only what <see cref="RuleSet.Facts"/> names needs to be filled in.</summary>
public sealed record MemberFacts
{
    // Before the first instance, which takes it.
    private static readonly Dictionary<string, string> NoAttributes = [];

    public static MemberFacts None { get; } = new();

    public DateOnly? BirthDate { get; init; }

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = NoAttributes;

    /// <summary>Of the vehicles that the member owned on the day of the event.</summary>
    public IReadOnlyList<string> VehicleModels { get; init; } = [];

    /// <summary>Whether a transaction of the member was posted before.</summary>
    public bool HasPurchased { get; init; }

    /// <summary>Whether one of the same partner was.</summary>
    public bool HasPurchasedAtPartner { get; init; }
}

/// <summary>Facts that rules ask for, so that others need not be read.</summary>
[Flags]
public enum FactKinds
{
    None = 0,
    BirthDate = 1,
    Attributes = 2,
    VehicleModels = 4,
    FirstPurchase = 8,
    Tiers = 16,
}
