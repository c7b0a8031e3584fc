namespace Loyalty.Domain.Members;

public enum InteractionKind
{
    Purchase,
    ServiceVisit,
    Inquiry,
    Complaint,
}

/// <summary>Over which way it came.</summary>
public enum InteractionChannel
{
    Dealer,
    Workshop,
    Phone,
    Email,
    App,
    Web,
    Post,
    Event,
}

/// <summary>Something that happened between a member and the brand.</summary>
public sealed class Interaction
{
    public required InteractionId Id { get; init; }

    public required MemberId MemberId { get; init; }

    public required InteractionKind Kind { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required InteractionChannel Channel { get; init; }

    public required string Subject { get; init; }

    public string? Dealer { get; init; }

    /// <summary>The vehicle that it was about.</summary>
    public VehicleId? VehicleId { get; init; }

    /// <summary>What was paid, in <see cref="Currency"/>.</summary>
    public decimal? Amount { get; init; }

    public MoneyCurrency? Currency { get; init; }

    /// <summary>Money went back: what was paid before becomes less, and the member did nothing anew.</summary>
    public bool IsRefund => Amount < 0;

    public required DateTimeOffset RecordedAt { get; init; }
}
