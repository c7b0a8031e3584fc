namespace Loyalty.Domain.Members;

/// <summary>What the member's data or attention is used for.</summary>
public enum ConsentPurpose
{
    Marketing,
    Service,
    Magazine,
    PartnerSharing,
    Profiling,
    Events,
    Surveys,
}

/// <summary>How a member is reached.</summary>
public enum ConsentChannel
{
    Email,
    Sms,
    Push,
    Post,
    Phone,
}

/// <summary>How a member stands now on one purpose over one channel. Without a row nothing was ever said, which counts as
/// no.</summary>
public sealed class Consent
{
    public required MemberId MemberId { get; init; }

    public required ConsentPurpose Purpose { get; init; }

    public required ConsentChannel Channel { get; init; }

    public bool Granted { get; private set; }

    public DateTimeOffset DecidedAt { get; private set; }

    public string Source { get; private set; } = "";

    /// <summary>Takes a decision in, unless a later one is already known: news that arrive late belong to the history only.</summary>
    public void Apply(ConsentChange change)
    {
        if (change.DecidedAt < DecidedAt)
        {
            return;
        }

        Granted = change.Granted;
        DecidedAt = change.DecidedAt;
        Source = change.Source;
    }
}

/// <summary>One decision of the member. Never changed or deleted while the member is known, because it is the proof.</summary>
public sealed class ConsentChange
{
    public required ConsentChangeId Id { get; init; }

    public required MemberId MemberId { get; init; }

    public required ConsentPurpose Purpose { get; init; }

    public required ConsentChannel Channel { get; init; }

    public required bool Granted { get; init; }

    /// <summary>When the member decided.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Where: <c>app</c>, <c>paper form</c>, <c>call centre</c>, <c>unsubscribe link</c>.</summary>
    public required string Source { get; init; }

    /// <summary>When the club learned of it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
}
