using Loyalty.Application.Members;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>Takes down what a dealer tells of a member, with the mileage that was read, by event.</summary>
internal static class InteractionRecording
{
    private const string MileageSource = "workshop";

    public static Task<EventResult> ApplyAsync(
        LoyaltyDbContext context,
        PartnerEventRecord record,
        IncomingEvent incoming,
        EventRecords records,
        CancellationToken cancellationToken
    ) =>
        ChangeByEvent.ApplyAsync(
            context,
            record,
            incoming,
            records,
            () => AddAsync(context, record, incoming, cancellationToken),
            cancellationToken
        );

    /// <summary>Puts the interaction and the reading into the context.</summary>
    /// <returns>why the event cannot be taken; nothing is to be saved then.</returns>
    public static async Task<Refusal?> AddAsync(
        LoyaltyDbContext context,
        PartnerEventRecord record,
        IncomingEvent incoming,
        CancellationToken cancellationToken
    )
    {
        var told = (PartnerEvent.InteractionRecorded)((IncomingEvent.Sound)incoming).Event;
        var member = record.MemberId!.Value;
        Vehicle? vehicle = null;
        if (told.Vin is { } vin)
        {
            vehicle = await context.Vehicles.FirstOrDefaultAsync(
                one =>
                    one.Vin == vin
                    && context.VehicleOwnerships.Any(owned => owned.VehicleId == one.Id && owned.MemberId == member),
                cancellationToken
            );
            if (vehicle is null)
            {
                return new Refusal.InvalidRequest("data.vin", "is no vehicle that the member owns or owned");
            }

            if (told.MileageKm is { } kilometres)
            {
                var reading = new MileageReading
                {
                    Id = Identifier.New<MileageReadingId>(record.ReceivedAt),
                    VehicleId = vehicle.Id,
                    ReadOn = DateOnly.FromDateTime(told.OccurredAt.UtcDateTime),
                    Kilometres = kilometres,
                    Source = MileageSource,
                    RecordedAt = record.ReceivedAt,
                };
                if (await context.AddReadingAsync(vehicle, reading, cancellationToken) is { } unfit)
                {
                    return unfit;
                }
            }
        }

        context.Interactions.Add(
            new Interaction
            {
                Id = Identifier.New<InteractionId>(record.ReceivedAt),
                MemberId = member,
                Kind = told.Kind,
                OccurredAt = told.OccurredAt,
                Channel = told.Channel,
                Subject = told.Subject,
                Dealer =
                    told.Dealer
                    ?? await context
                        .Partners.Where(partner => partner.Id == record.PartnerId)
                        .Select(partner => partner.Name)
                        .FirstAsync(cancellationToken),
                VehicleId = vehicle?.Id,
                Amount = told.Amount?.Amount,
                Currency = told.Amount?.Currency,
                RecordedAt = record.ReceivedAt,
            }
        );
        return null;
    }
}
