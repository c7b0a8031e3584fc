using Loyalty.Application.Care;
using Loyalty.Application.Points;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

public sealed record InteractionData
{
    public required InteractionKind Kind { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required InteractionChannel Channel { get; init; }

    public required string Subject { get; init; }

    public string? Dealer { get; init; }

    /// <summary>The vehicle that it was about: one that the member owns or owned.</summary>
    public VehicleId? VehicleId { get; init; }

    /// <summary>What was paid; below zero, what was paid back.</summary>
    public Money? Amount { get; init; }

    /// <summary>What the odometer showed on the day of it, in kilometres. Only with a vehicle.</summary>
    public int? MileageKm { get; init; }
}

public sealed record RelationData
{
    public required RelationKind Kind { get; init; }

    /// <summary>The other side, when it is a member.</summary>
    public MemberId? OtherMemberId { get; init; }

    /// <summary>The other side, when it is not.</summary>
    public string? OtherName { get; init; }

    public DateOnly? Since { get; init; }

    public DateOnly? Until { get; init; }
}

/// <summary>Writes down what happened between a member and the brand, and whom the member is bound to.</summary>
public sealed class RecordHistory(LoyaltyDbContext context, ProgrammeSettings settings, TimeProvider clock)
{
    private const string MileageSource = "staff";

    private const decimal AmountMax = 999_999_999_999m;
    internal static readonly DateTimeOffset OccurredMin = new(1950, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A complaint is opened with its deadline, and a reading of the odometer takes its place in time.</summary>
    /// <param name="by">the subject of the member of staff.</param>
    public Task<Outcome<Interaction>> AddInteractionAsync(
        MemberId id,
        InteractionData data,
        string by,
        CancellationToken cancellationToken
    ) => context.OnLostRacesAsync(() => TryAddInteractionAsync(id, data, by, cancellationToken));

    private async Task<Outcome<Interaction>> TryAddInteractionAsync(
        MemberId id,
        InteractionData data,
        string by,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var errors = new FieldErrors();
        var interaction = new Interaction
        {
            Id = Identifier.New<InteractionId>(now),
            MemberId = id,
            Kind = data.Kind,
            OccurredAt = data.OccurredAt.ToStoredInstant(),
            Channel = data.Channel,
            Subject = errors.Required("subject", data.Subject),
            Dealer = errors.Optional("dealer", data.Dealer, 200),
            VehicleId = data.VehicleId,
            Amount = data.Amount?.Amount,
            Currency = data.Amount?.Currency,
            RecordedAt = now,
        };
        errors.Check(
            interaction.OccurredAt >= OccurredMin && interaction.OccurredAt <= now.AddDays(1),
            "occurredAt",
            "must be after 1950 and not in the future"
        );
        errors.Check(
            data.Amount is not { } money || (Math.Abs(money.Amount) <= AmountMax && HasPlaces(money)),
            "amount",
            "must be at most 999999999999 with no more decimal places than the currency has"
        );
        errors.Check(data.MileageKm is null || data.VehicleId is not null, "mileageKm", "needs a vehicleId");
        errors.Check(
            data.MileageKm is null or (>= 0 and <= MileageReading.KilometresMax),
            "mileageKm",
            $"must be between 0 and {MileageReading.KilometresMax}"
        );
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        if (await context.WhyNotAddedToAsync(id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (
            data.VehicleId is { } vehicle
            && !await context.VehicleOwnerships.AnyAsync(
                owned => owned.VehicleId == vehicle && owned.MemberId == id,
                cancellationToken
            )
        )
        {
            return new Refusal.InvalidRequest("vehicleId", "must be a vehicle that the member owns or owned");
        }

        context.Interactions.Add(interaction);
        if (interaction.Kind == InteractionKind.Complaint)
        {
            await context.AddComplaintAsync(interaction, by, cancellationToken);
        }

        if (
            data.MileageKm is { } kilometres
            && await ReadAsync(interaction, kilometres, cancellationToken) is { } unfit
        )
        {
            context.Forget();
            return unfit;
        }

        await context.SaveChangesAsync(cancellationToken);
        return interaction;
    }

    private async Task<Refusal?> ReadAsync(Interaction interaction, int kilometres, CancellationToken cancellationToken)
    {
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var vehicle = await context
            .Vehicles.AsTracking()
            .SingleAsync(one => one.Id == interaction.VehicleId, cancellationToken);
        var reading = new MileageReading
        {
            Id = Identifier.New<MileageReadingId>(interaction.RecordedAt),
            VehicleId = vehicle.Id,
            ReadOn = interaction.OccurredAt.DayIn(zone),
            Kilometres = kilometres,
            Source = MileageSource,
            RecordedAt = interaction.RecordedAt,
        };
        return await context.AddReadingAsync(vehicle, reading, cancellationToken);
    }

    public async Task<Outcome<BusinessRelation>> AddRelationAsync(
        MemberId id,
        RelationData data,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var relation = new BusinessRelation
        {
            Id = Identifier.New<RelationId>(clock.Instant()),
            MemberId = id,
            Kind = data.Kind,
            OtherMemberId = data.OtherMemberId,
            OtherName = errors.Optional("otherName", data.OtherName, 200),
            Since = errors.Day("since", data.Since, VehicleFacts.DayMin, VehicleFacts.DayMax),
            Until = errors.Day("until", data.Until, data.Since ?? VehicleFacts.DayMin, VehicleFacts.DayMax),
        };
        errors.Check(
            relation.OtherMemberId is null != relation.OtherName is null,
            "otherName",
            "or otherMemberId must be given, and not both"
        );
        errors.Check(relation.OtherMemberId != id, "otherMemberId", "must be another member");
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        if (await context.WhyNotAddedToAsync(id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (
            relation.OtherMemberId is { } other
            && !await context.Members.AnyAsync(member => member.Id == other, cancellationToken)
        )
        {
            return new Refusal.InvalidRequest("otherMemberId", "is not a member");
        }

        if (
            await context.BusinessRelations.CountAsync(r => r.MemberId == id, cancellationToken)
            >= MemberRecords.RowsMax
        )
        {
            return new Refusal.InvalidRequest(
                "kind",
                $"is one more than the {MemberRecords.RowsMax} a member may have"
            );
        }

        context.BusinessRelations.Add(relation);
        await context.SaveChangesAsync(cancellationToken);
        return relation;
    }

    public async Task<Refusal?> RemoveRelationAsync(
        MemberId id,
        RelationId relation,
        CancellationToken cancellationToken
    )
    {
        var removed = await context
            .BusinessRelations.Where(r => r.MemberId == id && r.Id == relation)
            .ExecuteDeleteAsync(cancellationToken);
        return removed == 0 ? new Refusal.NoSuch("relation of this member") : null;
    }

    private static bool HasPlaces(Money money) => decimal.Round(money.Amount, money.Currency.Decimals) == money.Amount;
}
