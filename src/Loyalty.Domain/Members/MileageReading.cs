namespace Loyalty.Domain.Members;

/// <summary>What the odometer showed on a day.</summary>
public sealed class MileageReading
{
    public const int KilometresMax = 5_000_000;

    public required MileageReadingId Id { get; init; }

    public required VehicleId VehicleId { get; init; }

    public required DateOnly ReadOn { get; init; }

    public required int Kilometres { get; init; }

    /// <summary>Who read it: <c>workshop</c>, <c>member</c>, <c>telematics</c>.</summary>
    public required string Source { get; init; }

    /// <summary>A correction may be lower than what was read before: the odometer was replaced, or a digit mistyped. What
    /// follows is measured against it.</summary>
    public bool IsCorrection { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>An odometer only counts up.</summary>
public static class Odometer
{
    /// <summary>Whether a reading fits between its neighbours in time; a correction always does.</summary>
    /// <param name="before">the newest reading on the same or an earlier day.</param>
    /// <param name="after">the oldest reading on a later day. Where that is a correction it says nothing about what came
    /// before it.</param>
    public static bool Fits(MileageReading reading, MileageReading? before, MileageReading? after) =>
        reading.IsCorrection
        || (
            (before is null || reading.Kilometres >= before.Kilometres)
            && (after is null || after.IsCorrection || reading.Kilometres <= after.Kilometres)
        );
}
