using Loyalty.Domain.Members;

namespace Loyalty.Domain.Care;

public enum ComplaintStatus
{
    /// <summary>Waits for an answer.</summary>
    Open,

    /// <summary>Answered, for good.</summary>
    Resolved,
}

/// <summary>What a member complains about, until it is answered.</summary>
public sealed class Complaint : IVersioned
{
    public const int TextLengthMax = 4_000;

    public required ComplaintId Id { get; init; }

    public required MemberId MemberId { get; set; }

    /// <summary>The contact that it came back of; null for none.</summary>
    public CareEventId? CareEventId { get; init; }

    /// <summary>How it stands in the member's history; null once that was erased.</summary>
    public InteractionId? InteractionId { get; init; }

    public required string Text { get; init; }

    public ComplaintStatus Status { get; private set; } = ComplaintStatus.Open;

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The subject of the member of staff, or of the provider's client.</summary>
    public required string OpenedBy { get; init; }

    /// <summary>To be answered by then.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The subject of the member of staff who answers it; null for nobody yet.</summary>
    public string? AssignedTo { get; private set; }

    /// <summary>What was done about it.</summary>
    public string? Resolution { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public string? ResolvedBy { get; private set; }

    public long Version { get; set; }

    public bool IsOverdueAt(DateTimeOffset now) => Status == ComplaintStatus.Open && DueAt < now;

    /// <param name="to">a subject; null takes it off whoever has it.</param>
    public Refusal? Assign(string? to)
    {
        if (Status == ComplaintStatus.Resolved)
        {
            return new CareRefusal.ComplaintIsResolved();
        }

        AssignedTo = to;
        return null;
    }

    public Refusal? Resolve(string resolution, string by, DateTimeOffset now)
    {
        if (Status == ComplaintStatus.Resolved)
        {
            return new CareRefusal.ComplaintIsResolved();
        }

        (Status, Resolution, ResolvedAt, ResolvedBy) = (ComplaintStatus.Resolved, resolution, now, by);
        return null;
    }
}
