namespace Loyalty.Domain.Events;

/// <summary>Identifies a subscription to the club's events.</summary>
public readonly record struct EventSubscriptionId(Guid Value) : IIdentifier<EventSubscriptionId>
{
    public static string Prefix => "evs";

    public static EventSubscriptionId From(Guid value) => new(value);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(EventSubscriptionId left, EventSubscriptionId right) => left.Value > right.Value;

    public static bool operator <(EventSubscriptionId left, EventSubscriptionId right) => left.Value < right.Value;

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out EventSubscriptionId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}

public enum EventSubscriptionStatus
{
    /// <summary>Events are delivered.</summary>
    Active,

    /// <summary>Staff stopped it; what happens is queued.</summary>
    Paused,

    /// <summary>The consumer said that it is gone (410); what happens is queued.</summary>
    Disabled,
}

/// <summary>An address to which events of the club are sent, and which of them.</summary>
public sealed class EventSubscription : IVersioned
{
    /// <summary>Subscriptions of an installation.</summary>
    public const int CountMax = 50;

    public const int UrlLengthMax = 500;
    public const int DescriptionLengthMax = 200;
    public const int ConcurrencyDefault = 8;
    public const int ConcurrencyMost = 64;

    /// <summary>Room for each type, and a space between.</summary>
    public const int TypesLengthMax = 2_000;

    public required EventSubscriptionId Id { get; init; }

    /// <summary>Absolute. One subscription has it.</summary>
    public required string Url { get; set; }

    /// <summary>For staff; null for none.</summary>
    public string? Description { get; set; }

    /// <summary>What is asked for, separated by spaces; empty for all.</summary>
    public string Types { get; set; } = "";

    public EventSubscriptionStatus Status { get; set; }

    /// <summary>When the status began.</summary>
    public required DateTimeOffset StatusSince { get; set; }

    /// <summary>Calls that one node makes at a time.</summary>
    public int ConcurrencyMax { get; set; } = ConcurrencyDefault;

    /// <summary>What each attempt is signed with; encrypted. It is shown once, when it is made.</summary>
    public required byte[] EncryptedKey { get; set; }

    public required DateTimeOffset KeyMadeAt { get; set; }

    /// <summary>The key before, with which attempts are signed too until <see cref="PreviousKeyEndsAt"/>; null for none.</summary>
    public byte[]? EncryptedPreviousKey { get; set; }

    public DateTimeOffset? PreviousKeyEndsAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public long Version { get; set; }

    public IReadOnlyList<string> TypeList => Types.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public bool AsksFor(string type) => Types.Length == 0 || TypeList.Contains(type, StringComparer.Ordinal);

    public bool HasPreviousKey(DateTimeOffset now) => EncryptedPreviousKey is not null && PreviousKeyEndsAt > now;

    /// <summary>The new key signs from now on, the one before beside it until the overlap is over.</summary>
    /// <param name="overlap">zero ends the one before at once.</param>
    public void Rotate(byte[] encryptedKey, DateTimeOffset now, TimeSpan overlap)
    {
        (EncryptedPreviousKey, PreviousKeyEndsAt) =
            overlap > TimeSpan.Zero ? (EncryptedKey, now + overlap) : ((byte[]?)null, (DateTimeOffset?)null);
        (EncryptedKey, KeyMadeAt) = (encryptedKey, now);
    }
}
