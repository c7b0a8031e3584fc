using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care.Triggers;

/// <summary>What is due about a vehicle, to its owner of the day.</summary>
internal static class VehicleTriggers
{
    public static async Task<IEnumerable<CareCandidate>> AfterPurchaseAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var (first, last) = (look.FirstOccasion, look.LastOccasion);
        var rows = await Owned(look)
            .Where(owned =>
                (owned.PurchasedOn ?? owned.OwnedFrom) >= first && (owned.PurchasedOn ?? owned.OwnedFrom) <= last
            )
            .Select(owned => new
            {
                owned.MemberId,
                owned.Id,
                owned.VehicleId,
                Day = owned.PurchasedOn ?? owned.OwnedFrom,
            })
            .ToListAsync(cancellationToken);
        return rows.Select(row =>
            look.Due(row.MemberId, $"purchase/{row.Id}", new CareFacts(row.Day) { Vehicle = row.VehicleId })
        );
    }

    public static async Task<IEnumerable<CareCandidate>> AfterServiceAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var (begin, end) = (look.OccasionsBegin, look.OccasionsEnd);
        var rows = await look
            .Context.Interactions.Where(visit =>
                look.Members.Any(member => member.Id == visit.MemberId)
                && visit.Kind == InteractionKind.ServiceVisit
                && visit.OccurredAt >= begin
                && visit.OccurredAt < end
            )
            .Select(visit => new
            {
                visit.MemberId,
                visit.Id,
                visit.VehicleId,
                visit.OccurredAt,
            })
            .ToListAsync(cancellationToken);
        return rows.Select(row =>
            look.Due(
                row.MemberId,
                $"service/{row.Id}",
                new CareFacts(row.OccurredAt.DayIn(look.Zone)) { Vehicle = row.VehicleId }
            )
        );
    }

    public static async Task<IEnumerable<CareCandidate>> RecallAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var range = look.Rule.Vins!;
        var rows = await Owned(look)
            .Join(
                look.Context.Vehicles,
                owned => owned.VehicleId,
                vehicle => vehicle.Id,
                (owned, vehicle) => new { owned.MemberId, vehicle.Id, vehicle.Vin }
            )
            .ToListAsync(cancellationToken);
        return rows.Where(row => range.Holds(row.Vin))
            .Select(row =>
                look.DueToday(row.MemberId, $"recall/{row.Id}", new CareFacts(look.Today) { Vehicle = row.Id })
            );
    }

    public static async Task<IEnumerable<CareCandidate>> WarrantyEndingAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var (first, last) = (look.FirstOccasion, look.LastOccasion);
        var rows = await Owned(look)
            .Join(
                look.Context.Vehicles.Where(vehicle =>
                    vehicle.WarrantyEndsOn >= first && vehicle.WarrantyEndsOn <= last
                ),
                owned => owned.VehicleId,
                vehicle => vehicle.Id,
                (owned, vehicle) => new { owned.MemberId, vehicle.Id, Day = vehicle.WarrantyEndsOn!.Value }
            )
            .ToListAsync(cancellationToken);
        return rows.Select(row =>
            look.Due(
                row.MemberId,
                $"warranty/{row.Id}/{CareLook.Written(row.Day)}",
                new CareFacts(row.Day) { Vehicle = row.Id }
            )
        );
    }

    public static async Task<IEnumerable<CareCandidate>> InsuranceEndingAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var (first, last) = (look.FirstOccasion, look.LastOccasion);
        var rows = await Owned(look)
            .Where(owned => owned.InsuranceEndsOn >= first && owned.InsuranceEndsOn <= last)
            .Select(owned => new
            {
                owned.MemberId,
                owned.Id,
                owned.VehicleId,
                Day = owned.InsuranceEndsOn!.Value,
            })
            .ToListAsync(cancellationToken);
        return rows.Select(row =>
            look.Due(
                row.MemberId,
                $"insurance/{row.Id}/{CareLook.Written(row.Day)}",
                new CareFacts(row.Day) { Vehicle = row.VehicleId }
            )
        );
    }

    public static async Task<IEnumerable<CareCandidate>> InspectionDueAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var (first, months) = (look.Rule.FirstMonths, look.Rule.Months);
        var rows = await Owned(look)
            .Join(
                look.Context.Vehicles.Where(vehicle => vehicle.BuiltOn != null),
                owned => owned.VehicleId,
                vehicle => vehicle.Id,
                (owned, vehicle) => new { owned.MemberId, vehicle.Id, BuiltOn = vehicle.BuiltOn!.Value }
            )
            .ToListAsync(cancellationToken);
        return from row in rows
            from day in Inspections(row.BuiltOn, first, months, look.LastOccasion)
            where look.Holds(day)
            select look.Due(
                row.MemberId,
                $"inspection/{row.Id}/{CareLook.Written(day)}",
                new CareFacts(day) { Vehicle = row.Id }
            );
    }

    /// <summary>By time or by mileage, whichever comes first; see <see cref="ServiceForecast.Next"/>.</summary>
    public static async Task<IEnumerable<CareCandidate>> ServiceDueAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var owned = await Owned(look)
            .Join(
                look.Context.Vehicles,
                owned => owned.VehicleId,
                vehicle => vehicle.Id,
                (owned, vehicle) =>
                    new
                    {
                        owned.MemberId,
                        vehicle.Id,
                        Begin = owned.PurchasedOn ?? vehicle.BuiltOn ?? owned.OwnedFrom,
                    }
            )
            .ToListAsync(cancellationToken);
        var visited = await look
            .Context.Interactions.Where(visit =>
                visit.Kind == InteractionKind.ServiceVisit
                && visit.VehicleId != null
                && Owned(look).Any(one => one.VehicleId == visit.VehicleId)
            )
            .GroupBy(visit => visit.VehicleId)
            .Select(group => new { Vehicle = group.Key, At = group.Max(visit => visit.OccurredAt) })
            .ToDictionaryAsync(row => row.Vehicle!.Value, row => row.At.DayIn(look.Zone), cancellationToken);
        var readings = look.Rule.Kilometres is null
            ? new Dictionary<VehicleId, List<OdometerReading>>()
            : await ReadingsAsync(look, cancellationToken);
        return owned
            .Select(row =>
            {
                var last = visited.GetValueOrDefault(row.Id, row.Begin);
                var due = ServiceForecast.Next(
                    last,
                    look.Rule.Months,
                    look.Rule.Kilometres,
                    readings.GetValueOrDefault(row.Id) ?? []
                );
                return look.Due(
                    row.MemberId,
                    $"service-due/{row.Id}/{CareLook.Written(last)}",
                    new CareFacts(due.Day) { Vehicle = row.Id, Kilometres = due.Kilometres }
                );
            })
            .Where(one => look.Holds(one.Facts.Day));
    }

    private static async Task<Dictionary<VehicleId, List<OdometerReading>>> ReadingsAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var rows = await look
            .Context.MileageReadings.Where(reading => Owned(look).Any(one => one.VehicleId == reading.VehicleId))
            .OrderBy(reading => reading.VehicleId)
            .ThenBy(reading => reading.ReadOn)
            .ThenBy(reading => reading.Id)
            .Select(reading => new
            {
                reading.VehicleId,
                reading.ReadOn,
                reading.Kilometres,
                reading.IsCorrection,
            })
            .ToListAsync(cancellationToken);
        var readings = new Dictionary<VehicleId, List<OdometerReading>>();
        foreach (var row in rows)
        {
            // What was read before a correction says nothing about what comes after it.
            if (row.IsCorrection || !readings.TryGetValue(row.VehicleId, out var known))
            {
                readings[row.VehicleId] = known = [];
            }

            known.Add(new OdometerReading(row.ReadOn, row.Kilometres));
        }

        return readings;
    }

    private static IEnumerable<DateOnly> Inspections(DateOnly builtOn, int first, int months, DateOnly until)
    {
        for (var n = 0; ; n++)
        {
            // Counted from the first each time, so that a 31st does not become a 28th for good.
            var day = builtOn.AddMonths(first + (n * months));
            if (day > until)
            {
                yield break;
            }

            yield return day;
        }
    }

    private static IQueryable<VehicleOwnership> Owned(CareLook look) =>
        look.Context.VehicleOwnerships.Where(owned =>
            owned.OwnedUntil == null && look.Members.Any(member => member.Id == owned.MemberId)
        );
}
