using Loyalty.Application.Validation;
using Loyalty.Domain.Members;

namespace Loyalty.Application.Members;

/// <summary>What is known of a vehicle and of the time that a member owns it.</summary>
public record VehicleFacts
{
    public string? Model { get; init; }

    public string? Plant { get; init; }

    public DateOnly? BuiltOn { get; init; }

    public DateOnly? WarrantyEndsOn { get; init; }

    public DateOnly? PurchasedOn { get; init; }

    public string? Dealer { get; init; }

    public DateOnly? InsuranceEndsOn { get; init; }

    internal static readonly DateOnly DayMin = new(1900, 1, 1);

    // Warranties and insurances end in the future, but not in another age.
    internal static readonly DateOnly DayMax = new(2199, 12, 31);

    /// <summary>These facts with clean texts.</summary>
    internal VehicleFacts Check(FieldErrors errors, string prefix, DateOnly today)
    {
        errors.Day($"{prefix}builtOn", BuiltOn, DayMin, today);
        errors.Day($"{prefix}warrantyEndsOn", WarrantyEndsOn, DayMin, DayMax);
        errors.Day($"{prefix}purchasedOn", PurchasedOn, DayMin, today);
        errors.Day($"{prefix}insuranceEndsOn", InsuranceEndsOn, DayMin, DayMax);
        return this with
        {
            Model = errors.Optional($"{prefix}model", Model, 100),
            Plant = errors.Optional($"{prefix}plant", Plant, 100),
            Dealer = errors.Optional($"{prefix}dealer", Dealer, 200),
        };
    }

    /// <summary>Fills what is not known of the vehicle yet: a new owner tells, but does not overrule.</summary>
    internal void FillBlanks(Vehicle vehicle)
    {
        vehicle.Model ??= Model;
        vehicle.Plant ??= Plant;
        vehicle.BuiltOn ??= BuiltOn;
        vehicle.WarrantyEndsOn ??= WarrantyEndsOn;
    }
}

/// <summary>A vehicle that a member owns from a day on.</summary>
public sealed record VehicleData : VehicleFacts
{
    /// <summary>17 characters by ISO 3779.</summary>
    public required string Vin { get; init; }

    /// <summary>The first day of ownership; the purchase date, or else today, when not given.</summary>
    public DateOnly? OwnedFrom { get; init; }

    internal const int CountMax = 20;

    /// <param name="latest">tomorrow by UTC, because the day has begun in the east already.</param>
    internal (Vin Vin, VehicleFacts Facts, DateOnly From) CheckAll(FieldErrors errors, string prefix, DateOnly latest)
    {
        if (!Domain.Members.Vin.TryParse(Vin, out var vin))
        {
            errors.Add($"{prefix}vin", "must be a vehicle identification number (ISO 3779) with its right check digit");
        }

        errors.Day($"{prefix}ownedFrom", OwnedFrom, DayMin, latest);
        return (vin, Check(errors, prefix, latest), OwnedFrom ?? PurchasedOn ?? latest.AddDays(-1));
    }
}
