namespace Loyalty.Domain;

/// <summary>How far a job has come that nodes share: one works, under a lease, and another takes over where it left off.</summary>
public sealed class Job
{
    public const int NameLengthMax = 60;
    public const int NodeLengthMax = 100;
    public const int CursorLengthMax = 200;

    /// <summary>Such as <c>expire-points</c>.</summary>
    public required string Name { get; init; }

    /// <summary>All days to this one are done; null before the first run ended.</summary>
    public DateOnly? DoneThrough { get; set; }

    /// <summary>Where the run at hand stands, in the job's own words; null between runs.</summary>
    public string? Cursor { get; set; }

    /// <summary>Which process works, or worked last.</summary>
    public string? Node { get; set; }

    /// <summary>From this instant on another process may take over; null when nobody works.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>How much the run at hand has done, or the last one did.</summary>
    public long Processed { get; set; }

    /// <summary>How much there was to do when it began.</summary>
    public long Total { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>Null while a run is at hand.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
}
