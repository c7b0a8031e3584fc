using Loyalty.Domain.Members;

namespace Loyalty.Domain.Events;

/// <summary>Identifies an event that leaves the club: the <c>id</c> of its CloudEvent and the <c>webhook-id</c> of each attempt to deliver
/// it.</summary>
public readonly record struct ClubEventId(Guid Value) : IIdentifier<ClubEventId>
{
    public static string Prefix => "evt";

    public static ClubEventId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out ClubEventId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}

/// <summary>
/// Something that happened in the club and that others must learn: a row of the outbox, written in the transaction of the change that it
/// reports, and never changed. Its body is what is sent, byte for byte, however often.
/// </summary>
public sealed class ClubEvent
{
    public const int TypeLengthMax = 60;

    /// <summary>Given by the database as the row is written. Of two events that follow from one another the later has the greater number,
    /// whatever the clocks of the nodes said; numbers may be missing.</summary>
    public long Number { get; init; }

    public required ClubEventId Id { get; init; }

    /// <summary>One of <see cref="ClubEventType"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Whom it is about, and within whom order is kept; the default of what is about nobody.</summary>
    public required MemberId MemberId { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset HappenedAt { get; init; }

    /// <summary>The CloudEvent in JSON. Ids and codes only, nothing personal.</summary>
    public required string Body { get; init; }

    /// <summary>Its place among the events of its transaction, from 0.</summary>
    public int Place { get; init; }

    /// <summary>When it was queued for those who asked for it; null before.</summary>
    public DateTimeOffset? DispatchedAt { get; init; }

    /// <param name="source">see <see cref="CloudEvent.Source"/>.</param>
    /// <param name="data">one of the records in <see cref="ClubEventData"/>.</param>
    public static ClubEvent Of(
        string source,
        string type,
        MemberId? member,
        DateTimeOffset happenedAt,
        object data,
        int place = 0
    )
    {
        var id = Identifier.New<ClubEventId>(happenedAt);
        return new ClubEvent
        {
            Id = id,
            Type = type,
            MemberId = member ?? default,
            HappenedAt = happenedAt,
            Body = CloudEvent.Write(id, source, type, member, happenedAt, data),
            Place = place,
        };
    }
}
