using Loyalty.Api.Http;
using Loyalty.Application.Members;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Members;

/// <param name="On">the last day of ownership.</param>
public sealed record EndOwnershipRequest(DateOnly On);

/// <summary>A member's vehicles and their mileage.</summary>
internal static class VehicleEndpoints
{
    public static void MapVehicles(this RouteGroupBuilder members, RouteGroupBuilder writes)
    {
        members
            .MapGet(
                "/{id}/vehicles",
                (MemberId id, MemberRecords records, CancellationToken cancellationToken) =>
                    records.ListAsync(
                        id,
                        (member, cancel) => records.VehiclesAsync(member, currentOnly: false, cancel),
                        VehicleView.Of,
                        cancellationToken
                    )
            )
            .WithName("listVehicles")
            .WithSummary("List the vehicles that a member owns or owned")
            .Refuses(404);
        members
            .MapGet("/{id}/vehicles/{vehicleId}", Get)
            .WithName("getVehicle")
            .WithSummary("Read one vehicle")
            .Refuses(404);
        members
            .MapGet("/{id}/vehicles/{vehicleId}/mileage-readings", Readings)
            .WithName("listMileageReadings")
            .WithSummary("List the readings of the odometer, the latest day first")
            .Refuses(404, 422);

        writes
            .MapPost("/{id}/vehicles", Register)
            .WithName("registerVehicle")
            .WithSummary("Register a vehicle that the member owns")
            .WithDescription("Answers 409 `duplicate-member` with `conflict` `vin` while the vehicle has an owner.")
            .Refuses(400, 404, 409, 422);
        writes
            .MapPut("/{id}/vehicles/{vehicleId}", Update)
            .WithName("changeVehicle")
            .WithSummary("Replace what is known of a vehicle")
            .WithDescription("Send the ETag that you read as If-Match. Fields that are left out are emptied.")
            .Refuses(400, 404, 412, 422);
        writes
            .MapPost("/{id}/vehicles/{vehicleId}/end", End)
            .WithName("endOwnership")
            .WithSummary("End the ownership, so that the next owner can register the vehicle")
            .Refuses(400, 404, 409, 422);
        writes
            .MapPost("/{id}/vehicles/{vehicleId}/mileage-readings", Read)
            .WithName("recordMileage")
            .WithSummary("Record a reading of the odometer")
            .WithDescription("Readings never fall over time, except for one that is marked as a correction.")
            .Refuses(400, 404, 409, 422);
    }

    private static async Task<Results<Ok<VehicleView>, ProblemHttpResult>> Get(
        MemberId id,
        VehicleId vehicleId,
        ChangeVehicles vehicles,
        HttpContext http,
        CancellationToken cancellationToken
    ) => Show(await vehicles.FindAsync(id, vehicleId, cancellationToken), http);

    private static async Task<Results<Created<VehicleView>, ProblemHttpResult>> Register(
        MemberId id,
        VehicleData body,
        ChangeVehicles vehicles,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var registered = await vehicles.RegisterAsync(id, body, cancellationToken);
        if (registered.Refusal is null)
        {
            http.SetETag(registered.Value);
        }

        return registered.ToCreated(
            VehicleView.Of,
            owned => $"{MemberEndpoints.Path}/{id}/vehicles/{owned.Vehicle.Id}"
        );
    }

    private static async Task<Results<Ok<VehicleView>, ProblemHttpResult>> Update(
        MemberId id,
        VehicleId vehicleId,
        VehicleFacts body,
        ChangeVehicles vehicles,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var version = http.ReadIfMatch();
        return version.Refusal is { } missing
            ? missing.ToProblem()
            : Show(await vehicles.UpdateAsync(id, vehicleId, body, version.Value, cancellationToken), http);
    }

    private static async Task<Results<Ok<VehicleView>, ProblemHttpResult>> End(
        MemberId id,
        VehicleId vehicleId,
        EndOwnershipRequest body,
        ChangeVehicles vehicles,
        HttpContext http,
        CancellationToken cancellationToken
    ) => Show(await vehicles.EndOwnershipAsync(id, vehicleId, body.On, cancellationToken), http);

    private static async Task<Results<Created<MileageReadingView>, ProblemHttpResult>> Read(
        MemberId id,
        VehicleId vehicleId,
        MileageData body,
        RecordMileage record,
        CancellationToken cancellationToken
    ) =>
        (await record.ExecuteAsync(id, vehicleId, body, cancellationToken)).ToCreated(
            MileageReadingView.Of,
            reading => $"{MemberEndpoints.Path}/{id}/vehicles/{vehicleId}/mileage-readings/{reading.Id}"
        );

    private static async Task<Results<Ok<Page<MileageReadingView>>, ProblemHttpResult>> Readings(
        MemberId id,
        VehicleId vehicleId,
        [AsParameters] PageRequest page,
        ChangeVehicles vehicles,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if ((await vehicles.FindAsync(id, vehicleId, cancellationToken)).Refusal is { } unknown)
        {
            return unknown.ToProblem();
        }

        var readings = context.MileageReadings.AsNoTracking().Where(reading => reading.VehicleId == vehicleId);
        if (position is not null)
        {
            if (
                !MemberCursors.TryRead<MileageReadingId>(position, out var number, out var last)
                || !MemberCursors.TryDay(number, out var day)
            )
            {
                return MemberCursors.Unknown.ToProblem();
            }

            readings = readings.Where(r => r.ReadOn < day || (r.ReadOn == day && r.Id < last));
        }

        var rows = await readings
            .OrderByDescending(reading => reading.ReadOn)
            .ThenByDescending(reading => reading.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(rows, MileageReadingView.Of, r => MemberCursors.Write(r.ReadOn.DayNumber, r.Id))
        );
    }

    private static Results<Ok<VehicleView>, ProblemHttpResult> Show(
        Domain.Outcome<OwnedVehicle> outcome,
        HttpContext http
    )
    {
        if (outcome.Refusal is null)
        {
            http.SetETag(outcome.Value);
        }

        return outcome.ToOk(VehicleView.Of);
    }
}
