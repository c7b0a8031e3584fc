namespace Loyalty.Domain.Partners;

/// <summary>Who pays for the points that a partner's events give.</summary>
public sealed record FundingTerms
{
    /// <summary>Everything, as a share.</summary>
    public const int Whole = 10_000;

    /// <summary>How much of the points the partner pays for, in hundredths of a percent: 0 to <see cref="Whole"/>. The club pays for
    /// the rest.</summary>
    public int PartnerShare { get; init; } = Whole;

    /// <summary>Null when the partner pays afterwards, by statement.</summary>
    public PrepaidTerms? Prepaid { get; init; }
}

/// <summary>The partner buys points in blocks beforehand; its events draw on them.</summary>
public sealed record PrepaidTerms
{
    /// <summary>Staff are warned when fewer points than this are left. Null for no warning before the last is used.</summary>
    public long? AlertBelow { get; init; }

    public PrepaidEnd WhenUsedUp { get; init; }
}

/// <summary>What happens to a partner's events when its prepaid points are used up.</summary>
public enum PrepaidEnd
{
    /// <summary>They are posted; the statement charges what goes beyond.</summary>
    Charge,

    /// <summary>They wait in quarantine until the partner buys more.</summary>
    Wait,
}
