namespace Loyalty.Domain.Members;

/// <summary>A vehicle over its whole life, whoever owns it.</summary>
public sealed class Vehicle : IVersioned
{
    public required VehicleId Id { get; init; }

    public required Vin Vin { get; init; }

    public string? Model { get; set; }

    /// <summary>Where it was built.</summary>
    public string? Plant { get; set; }

    public DateOnly? BuiltOn { get; set; }

    /// <summary>The last day of the maker's warranty.</summary>
    public DateOnly? WarrantyEndsOn { get; set; }

    /// <summary>The newest reading, in kilometres.</summary>
    public int? MileageKm { get; set; }

    public DateOnly? MileageReadOn { get; set; }

    /// <summary>When a reading last came in. Written with each, so that two at once meet at the version.</summary>
    public DateTimeOffset? MileageRecordedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>One member's time with one vehicle. A vehicle has at most one owner without an end.</summary>
public sealed class VehicleOwnership : IVersioned
{
    public required OwnershipId Id { get; init; }

    public required VehicleId VehicleId { get; init; }

    public required MemberId MemberId { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly OwnedFrom { get; init; }

    /// <summary>The last day; null for the current owner.</summary>
    public DateOnly? OwnedUntil { get; set; }

    /// <summary>When this owner bought it.</summary>
    public DateOnly? PurchasedOn { get; set; }

    /// <summary>The dealer who sold it to this owner: a code or a name.</summary>
    public string? Dealer { get; set; }

    /// <summary>The last day that this owner's insurance covers.</summary>
    public DateOnly? InsuranceEndsOn { get; set; }

    public long Version { get; set; }
}
