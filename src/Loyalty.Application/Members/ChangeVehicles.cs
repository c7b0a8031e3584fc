using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Registers a member's vehicles, keeps what is known of them, and ends an ownership.</summary>
public sealed class ChangeVehicles(LoyaltyDbContext context, TimeProvider clock)
{
    internal static readonly Refusal NoSuchVehicle = new Refusal.NoSuch("vehicle of this member");

    /// <summary>Makes the member the vehicle's owner. Refused while another member, or the same, owns it.</summary>
    public Task<Outcome<OwnedVehicle>> RegisterAsync(
        MemberId id,
        VehicleData data,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync(async () =>
        {
            var errors = new FieldErrors();
            var (vin, facts, from) = data.CheckAll(errors, "", Tomorrow());
            if (errors.Refusal is { } invalid)
            {
                return invalid;
            }

            if (await context.WhyNotAddedToAsync(id, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            var owned = await context.AddOwnershipAsync(id, vin, facts, from, clock.Instant(), cancellationToken);
            if (owned.Refusal is { } taken)
            {
                return taken;
            }

            await context.SaveChangesAsync(cancellationToken);
            return (Outcome<OwnedVehicle>)
                new OwnedVehicle(
                    await context.Vehicles.FirstAsync(v => v.Id == owned.Value.VehicleId, cancellationToken),
                    owned.Value
                );
        });

    /// <summary>The member's latest time with the vehicle, for reading or for a change.</summary>
    public async Task<Outcome<OwnedVehicle>> FindAsync(
        MemberId id,
        VehicleId vehicleId,
        CancellationToken cancellationToken
    )
    {
        var ownership = await context
            .VehicleOwnerships.Where(owned => owned.VehicleId == vehicleId && owned.MemberId == id)
            .OrderByDescending(owned => owned.OwnedFrom)
            .ThenByDescending(owned => owned.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return ownership is null
            ? NoSuchVehicle
            : new OwnedVehicle(await context.Vehicles.FirstAsync(v => v.Id == vehicleId, cancellationToken), ownership);
    }

    /// <summary>Replaces what is known of the vehicle and of this ownership, on the version that was read.</summary>
    /// <param name="version">of the pair; see <see cref="OwnedVehicle.Version"/>.</param>
    public async Task<Outcome<OwnedVehicle>> UpdateAsync(
        MemberId id,
        VehicleId vehicleId,
        VehicleFacts data,
        long version,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var facts = data.Check(errors, "", Tomorrow());
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        var found = await FindAsync(id, vehicleId, cancellationToken);
        if (found.Refusal is not null)
        {
            return found;
        }

        var (vehicle, ownership) = found.Value;
        if (found.Value.Version != version)
        {
            return new Refusal.StaleVersion();
        }

        (vehicle.Model, vehicle.Plant) = (facts.Model, facts.Plant);
        (vehicle.BuiltOn, vehicle.WarrantyEndsOn) = (facts.BuiltOn, facts.WarrantyEndsOn);
        (ownership.PurchasedOn, ownership.Dealer) = (facts.PurchasedOn, facts.Dealer);
        ownership.InsuranceEndsOn = facts.InsuranceEndsOn;
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.StaleVersion();
        }

        return found;
    }

    /// <summary>The member sold the vehicle: the last day is <paramref name="on"/>. Then another member can register it.</summary>
    public Task<Outcome<OwnedVehicle>> EndOwnershipAsync(
        MemberId id,
        VehicleId vehicleId,
        DateOnly on,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync(async () =>
        {
            var found = await FindAsync(id, vehicleId, cancellationToken);
            if (found.Refusal is not null)
            {
                return found;
            }

            var ownership = found.Value.Ownership;
            if (ownership.OwnedUntil is not null)
            {
                return new OwnershipEnded();
            }

            var errors = new FieldErrors();
            errors.Day("on", on, ownership.OwnedFrom, Tomorrow());
            if (errors.Refusal is { } invalid)
            {
                return invalid;
            }

            ownership.OwnedUntil = on;
            await context.SaveChangesAsync(cancellationToken);
            return found;
        });

    // The day has begun in the east already.
    private DateOnly Tomorrow() => DateOnly.FromDateTime(clock.Instant().UtcDateTime).AddDays(1);

    public sealed record OwnershipEnded()
        : Refusal("ownership-ended", RefusalKind.Conflict, "The member does not own the vehicle any more.");
}
