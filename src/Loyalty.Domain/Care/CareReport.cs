namespace Loyalty.Domain.Care;

/// <summary>One thing that came back of a contact, as it was told. Never changed, but for the note, which erasure takes.</summary>
public sealed class CareReport
{
    public const int NoteLengthMax = 1_000;

    public required CareEventId CareEventId { get; init; }

    /// <summary>From 1 on, in the order in which the reports came.</summary>
    public required int Number { get; init; }

    public required CareOutcome Outcome { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The subject of the member of staff, or of the provider's client.</summary>
    public required string By { get; init; }

    /// <summary>In free text.</summary>
    public string? Note { get; init; }
}
