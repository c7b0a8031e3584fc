using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

public sealed record MileageData
{
    public required int Kilometres { get; init; }

    public required DateOnly ReadOn { get; init; }

    /// <summary>Who read it: <c>workshop</c>, <c>member</c>, <c>telematics</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it puts an earlier reading right, and may therefore be lower.</summary>
    public bool IsCorrection { get; init; }
}

/// <summary>Takes a reading of the odometer down, in its place in time.</summary>
public sealed class RecordMileage(LoyaltyDbContext context, ChangeVehicles vehicles, TimeProvider clock)
{
    public Task<Outcome<MileageReading>> ExecuteAsync(
        MemberId id,
        VehicleId vehicleId,
        MileageData data,
        CancellationToken cancellationToken
    ) => context.OnLostRacesAsync(() => TryAsync(id, vehicleId, data, cancellationToken));

    private async Task<Outcome<MileageReading>> TryAsync(
        MemberId id,
        VehicleId vehicleId,
        MileageData data,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var errors = new FieldErrors();
        var reading = new MileageReading
        {
            Id = Identifier.New<MileageReadingId>(now),
            VehicleId = vehicleId,
            ReadOn = data.ReadOn,
            Kilometres = data.Kilometres,
            Source = errors.Required("source", data.Source, 100),
            IsCorrection = data.IsCorrection,
            RecordedAt = now,
        };
        errors.Check(
            data.Kilometres is >= 0 and <= MileageReading.KilometresMax,
            "kilometres",
            $"must be between 0 and {MileageReading.KilometresMax}"
        );
        errors.Day("readOn", data.ReadOn, VehicleFacts.DayMin, DateOnly.FromDateTime(now.UtcDateTime).AddDays(1));
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        var found = await vehicles.FindAsync(id, vehicleId, cancellationToken);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        if (await context.AddReadingAsync(found.Value.Vehicle, reading, cancellationToken) is { } unfit)
        {
            return unfit;
        }

        await context.SaveChangesAsync(cancellationToken);
        return reading;
    }

    /// <summary>An odometer only counts up. Send it as a correction if the reading before it was wrong.</summary>
    /// <param name="AtLeast">the reading before, in kilometres.</param>
    /// <param name="AtMost">the reading after.</param>
    public sealed record MileageOutOfOrder(int? AtLeast, int? AtMost)
        : Refusal(
            "mileage-out-of-order",
            RefusalKind.Conflict,
            "The reading does not fit between those before and after it. A correction may."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("atLeast", AtLeast), new("atMost", AtMost)];
    }
}

/// <summary>The readings of one vehicle.</summary>
internal static class MileageReadings
{
    /// <summary>Puts a reading into the context, in its place in time; the newest is the vehicle's.</summary>
    public static async Task<RecordMileage.MileageOutOfOrder?> AddReadingAsync(
        this LoyaltyDbContext context,
        Vehicle vehicle,
        MileageReading reading,
        CancellationToken cancellationToken
    )
    {
        var (before, after) = await NeighboursAsync(context, reading, cancellationToken);
        if (!Odometer.Fits(reading, before, after))
        {
            return new RecordMileage.MileageOutOfOrder(before?.Kilometres, after?.Kilometres);
        }

        vehicle.MileageRecordedAt = reading.RecordedAt;
        if (after is null)
        {
            (vehicle.MileageKm, vehicle.MileageReadOn) = (reading.Kilometres, reading.ReadOn);
        }

        context.MileageReadings.Add(reading);
        return null;
    }

    private static async Task<(MileageReading? Before, MileageReading? After)> NeighboursAsync(
        LoyaltyDbContext context,
        MileageReading reading,
        CancellationToken cancellationToken
    )
    {
        var others = context.MileageReadings.AsNoTracking().Where(other => other.VehicleId == reading.VehicleId);
        var before = await others
            .Where(other => other.ReadOn <= reading.ReadOn)
            .OrderByDescending(other => other.ReadOn)
            .ThenByDescending(other => other.RecordedAt)
            .FirstOrDefaultAsync(cancellationToken);
        var after = await others
            .Where(other => other.ReadOn > reading.ReadOn)
            .OrderBy(other => other.ReadOn)
            .ThenBy(other => other.RecordedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return (before, after);
    }
}
