using Loyalty.Application.Events;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <param name="Version">the gathering's version that the caller read.</param>
public sealed record ChangeGatheringRequest(GatheringId Gathering, long Version, GatheringDocument Definition);

/// <summary>
/// Replaces what a gathering is. Places that are more than before go to those who wait, in the same transaction; there cannot be fewer
/// than are taken. Where it begins at another time, who was reminded of the old one is reminded again.
/// </summary>
public sealed class ChangeGathering(LoyaltyDbContext context, EventOutbox outbox, TimeProvider clock)
{
    public async Task<Outcome<Gathering>> ExecuteAsync(
        ChangeGatheringRequest request,
        CancellationToken cancellationToken
    )
    {
        var read = await context.CheckAsync(request.Definition, cancellationToken);
        return read.Refusal is { } refusal
            ? refusal
            : await context.InTurnAsync(
                request.Gathering,
                gathering =>
                    ChangeAsync(gathering, request.Version, read.Value.Code, read.Value.Definition, cancellationToken),
                cancellationToken
            );
    }

    private async Task<Outcome<Gathering>> ChangeAsync(
        Gathering gathering,
        long version,
        string code,
        GatheringDefinition definition,
        CancellationToken cancellationToken
    )
    {
        if (gathering.Version != version)
        {
            return new Refusal.StaleVersion();
        }

        if (await context.Gatherings.AnyAsync(one => one.Code == code && one.Id != gathering.Id, cancellationToken))
        {
            return new GatheringRefusal.CodeTaken();
        }

        var (now, begin) = (clock.Instant(), gathering.BeginsAt);
        var seats = await context.SeatsOfAsync(gathering, cancellationToken);
        if (gathering.Change(code, definition, seats.Taken, now) is { } refused)
        {
            return refused;
        }

        await context.SaveChangesAsync(cancellationToken);
        if (gathering.BeginsAt != begin && gathering.BeginsAt > now)
        {
            await context
                .GatheringSignUps.Where(row => row.GatheringId == gathering.Id && row.RemindedAt != null)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(one => one.RemindedAt, (DateTimeOffset?)null),
                    cancellationToken
                );
        }

        await context.FillPlacesAsync(gathering, outbox, now, cancellationToken);
        return gathering;
    }
}
