namespace Loyalty.Domain.Magazine;

public enum IssueStatus
{
    /// <summary>Its address freeze has not come.</summary>
    Planned,

    /// <summary>Its address freeze has come, and its copies are being written.</summary>
    Addressing,

    /// <summary>Each subscriber has a copy, or a reason why not. Labels can be printed.</summary>
    Addressed,

    /// <summary>Its copies are being handed over; nothing calls them back.</summary>
    Dispatching,

    /// <summary>It is on its way: labels are fixed, mails are handed over, and it can be read in the app.</summary>
    Dispatched,

    /// <summary>It does not appear.</summary>
    Cancelled,
}

/// <summary>One number of a publication, with its calendar.</summary>
public sealed class Issue : IVersioned
{
    public const int NumberMax = 1_000_000;

    public required IssueId Id { get; init; }

    public required PublicationId PublicationId { get; init; }

    /// <summary>Counts within the publication, by which subscriptions begin and end; at least 1.</summary>
    public required int Number { get; init; }

    public IssueStatus Status { get; private set; } = IssueStatus.Planned;

    /// <summary>Whether copies are on their way, or may be.</summary>
    public bool HasBegunToLeave => Status is IssueStatus.Dispatching or IssueStatus.Dispatched;

    /// <summary>All that staff say of it.</summary>
    public IssueDefinition Definition { get; private set; } = new();

    /// <summary>Of <see cref="Definition"/>, for looking it up: who subscribes later gets the next issue.</summary>
    public DateTimeOffset AddressFreezeAt { get; private set; }

    /// <summary>Of <see cref="Definition"/>, for looking it up.</summary>
    public DateTimeOffset DispatchAt { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? AddressedAt { get; private set; }

    public DateTimeOffset? DispatchedAt { get; private set; }

    public DateTimeOffset? CancelledAt { get; private set; }

    public long Version { get; set; }

    /// <summary>Once addresses are taken their freeze stands; once the first copies leave the dispatch stands too.</summary>
    /// <param name="definition">sound.</param>
    public Refusal? Change(IssueDefinition definition)
    {
        if (Status == IssueStatus.Cancelled)
        {
            return new MagazineRefusal.IssueIsCancelled();
        }

        var isMoved =
            (Status != IssueStatus.Planned && definition.AddressFreezeAt != AddressFreezeAt)
            || (HasBegunToLeave && definition.DispatchAt != DispatchAt);
        if (isMoved)
        {
            return new MagazineRefusal.CalendarIsFixed(Status);
        }

        Definition = definition;
        (AddressFreezeAt, DispatchAt) = (definition.AddressFreezeAt, definition.DispatchAt);
        return null;
    }

    /// <summary>Cancelling what is cancelled changes nothing.</summary>
    public Refusal? Cancel(DateTimeOffset now)
    {
        if (HasBegunToLeave)
        {
            return new MagazineRefusal.CalendarIsFixed(Status);
        }

        (Status, CancelledAt) = (IssueStatus.Cancelled, CancelledAt ?? now);
        return null;
    }

    /// <summary>The job begins to write copies, or goes on.</summary>
    public bool BeginAddressing(DateTimeOffset now)
    {
        if (Status is not (IssueStatus.Planned or IssueStatus.Addressing) || now < AddressFreezeAt)
        {
            return false;
        }

        Status = IssueStatus.Addressing;
        return true;
    }

    /// <summary>All copies are written.</summary>
    public void EndAddressing(DateTimeOffset now) => (Status, AddressedAt) = (IssueStatus.Addressed, now);

    /// <summary>The job begins to hand copies over, or goes on. From then on the issue cannot be cancelled, so that what is compensated has
    /// not been sent.</summary>
    public bool BeginDispatch(DateTimeOffset now)
    {
        if (Status is not (IssueStatus.Addressed or IssueStatus.Dispatching) || now < DispatchAt)
        {
            return false;
        }

        Status = IssueStatus.Dispatching;
        return true;
    }

    /// <summary>All copies are handed over.</summary>
    public void Dispatch(DateTimeOffset now) => (Status, DispatchedAt) = (IssueStatus.Dispatched, now);

    /// <summary>Whether subscribers can read it in the app.</summary>
    public bool IsReadableAt(DateTimeOffset now) => Status != IssueStatus.Cancelled && now >= DispatchAt;
}
