namespace Loyalty.Domain.Care;

/// <summary>Where a due contact stands.</summary>
public enum CareStatus
{
    /// <summary>Waits for its day, or for quiet hours to end.</summary>
    Planned,

    /// <summary>On a call list, or for the next file of letters.</summary>
    Queued,

    /// <summary>Handed to whoever delivers it.</summary>
    Sent,

    /// <summary>The goal was reached.</summary>
    Done,

    /// <summary>The goal was not reached in time, or cannot be any more.</summary>
    Ended,

    /// <summary>Not sent; <see cref="CareEvent.Reason"/> says why.</summary>
    Skipped,
}
