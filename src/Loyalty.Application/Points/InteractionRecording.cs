using Loyalty.Application.Care;
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
    private const int AttemptsMax = 5;

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

    /// <summary>Takes down, once, what will earn: in one transaction with the event, which waits for the ledger from then on. Whatever
    /// happens before the ledger has posted it, a repeat or the sweep goes on from there.</summary>
    /// <param name="record">as the ledger is to keep it.</param>
    public static async Task<Noted> NoteAsync(
        LoyaltyDbContext context,
        PartnerEventRecord record,
        IncomingEvent incoming,
        EventRecords records,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            context.ChangeTracker.Clear();
            var known = await context.PartnerEvents.FindAsync([record.EventKey], cancellationToken);
            if (known is { Status: not PartnerEventStatus.Rejected })
            {
                if (!known.ContentHash.AsSpan().SequenceEqual(incoming.ContentHash))
                {
                    return new Noted.Not(new EventResult.Rejected(new EventRefusal.EventIdReused()));
                }

                if (known.Status == PartnerEventStatus.Posted)
                {
                    return new Noted.Before(known);
                }

                if (known.WaitingFor == PartnerEventRecord.WaitingForLedger)
                {
                    return new Noted.Now();
                }
            }

            if (await AddAsync(context, record, incoming, cancellationToken) is { } refusal)
            {
                context.ChangeTracker.Clear();
                return new Noted.Not(records.Reject(record, incoming, refusal));
            }

            var waiting = records.BeginWaiting(incoming, record.MemberId!.Value);
            if (known is null)
            {
                context.PartnerEvents.Add(waiting);
            }
            else
            {
                context.Entry(known).CurrentValues.SetValues(waiting);
            }

            try
            {
                await context.SaveChangesAsync(cancellationToken);
                context.ChangeTracker.Clear();
                return new Noted.Now();
            }
            catch (DbUpdateException exception) when (attempt < AttemptsMax && exception.IsOvertaken())
            {
                // Somebody did the same at this moment; the next look finds it.
            }
        }
    }

    /// <summary>Puts the interaction and the reading into the context. Their ids follow from the event: what was taken down under it
    /// before, and came to nothing then, is replaced.</summary>
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

            var reading = MileageReadingId.From(record.EventKey.Value);
            var programme = await context.Programmes.AsNoTracking().SingleAsync(cancellationToken);
            if (
                told.MileageKm is { } kilometres
                && !await context.MileageReadings.AnyAsync(one => one.Id == reading, cancellationToken)
                && await context.AddReadingAsync(
                    vehicle,
                    new MileageReading
                    {
                        Id = reading,
                        VehicleId = vehicle.Id,
                        ReadOn = told.OccurredAt.DayIn(programme.Zone()),
                        Kilometres = kilometres,
                        Source = MileageSource,
                        RecordedAt = record.ReceivedAt,
                    },
                    cancellationToken
                )
                    is { } unfit
            )
            {
                return unfit;
            }
        }

        var interaction = new Interaction
        {
            Id = InteractionId.From(record.EventKey.Value),
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
        };
        if (await context.Interactions.FindAsync([interaction.Id], cancellationToken) is { } before)
        {
            context.Entry(before).CurrentValues.SetValues(interaction);
        }
        else
        {
            context.Interactions.Add(interaction);
        }

        if (interaction.Kind == InteractionKind.Complaint)
        {
            await context.AddComplaintAsync(interaction, record.PartnerId.ToString(), cancellationToken);
        }

        return null;
    }
}

/// <summary>What became of an interaction that is to earn.</summary>
internal abstract record Noted
{
    private Noted() { }

    /// <summary>It stands in the history, and the ledger is next.</summary>
    public sealed record Now : Noted;

    /// <summary>It was posted before.</summary>
    public sealed record Before(PartnerEventRecord Record) : Noted;

    public sealed record Not(EventResult Result) : Noted;
}
