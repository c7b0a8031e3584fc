namespace Loyalty.Domain.Gatherings;

/// <summary>Where a gathering stands.</summary>
public enum GatheringStatus
{
    /// <summary>Members do not see it.</summary>
    Draft,

    /// <summary>Members are invited, and sign up within its window.</summary>
    Published,

    /// <summary>It does not take place. For good.</summary>
    Cancelled,

    /// <summary>It has ended as planned.</summary>
    Held,
}

/// <summary>A club event to which members are invited: a test drive, a factory tour, a dinner.</summary>
public sealed class Gathering : IVersioned
{
    public required GatheringId Id { get; init; }

    /// <summary>The club's own code, such as <c>winter-drive-2027</c>; no two have the same.</summary>
    public string Code { get; private set; } = "";

    public GatheringStatus Status { get; private set; } = GatheringStatus.Draft;

    /// <summary>All that staff say of it.</summary>
    public GatheringDefinition Definition { get; private set; } = new();

    /// <summary>Of <see cref="Definition"/>, for looking it up.</summary>
    public DateTimeOffset BeginsAt { get; private set; }

    /// <summary>Of <see cref="Definition"/>, for looking it up.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>Of <see cref="Definition"/>, for looking it up.</summary>
    public DateTimeOffset? RemindAt { get; private set; }

    /// <summary>Counts what was done to its sign-ups. Whoever changes one counts first, and holds the row by it until the transaction
    /// ends: so that places are given one after another, in the order of these numbers.</summary>
    public long Turn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When staff changed or published it last: who is invited is looked at anew.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>When all who were signed up were told of the cancellation.</summary>
    public DateTimeOffset? ToldAt { get; private set; }

    public long Version { get; set; }

    /// <param name="definition">sound.</param>
    /// <param name="taken">places that are taken.</param>
    public Refusal? Change(string code, GatheringDefinition definition, int taken, DateTimeOffset now)
    {
        if (Status is GatheringStatus.Cancelled or GatheringStatus.Held)
        {
            return new GatheringRefusal.IsOver(Status);
        }

        if (Status == GatheringStatus.Published && code != Code)
        {
            return new Refusal.InvalidRequest("code", "stays as it is once the gathering is published");
        }

        if (definition.Places < taken)
        {
            return new GatheringRefusal.PlacesTaken(taken);
        }

        (Code, Definition, ChangedAt) = (code, definition, now);
        (BeginsAt, EndsAt, RemindAt) = (definition.BeginsAt, definition.EndsAt, definition.ReminderDue());
        return null;
    }

    /// <summary>Publishing what is published changes nothing.</summary>
    public Refusal? Publish(DateTimeOffset now)
    {
        switch (Status)
        {
            case GatheringStatus.Published:
                return null;
            case GatheringStatus.Draft when now < BeginsAt:
                (Status, PublishedAt, ChangedAt) = (GatheringStatus.Published, now, now);
                return null;
            case GatheringStatus.Draft:
                return new GatheringRefusal.HasBegun(BeginsAt);
            default:
                return new GatheringRefusal.IsOver(Status);
        }
    }

    /// <summary>Who is signed up is told afterwards. Cancelling what is cancelled changes nothing.</summary>
    public Refusal? Cancel(DateTimeOffset now)
    {
        if (Status == GatheringStatus.Held)
        {
            return new GatheringRefusal.IsOver(Status);
        }

        (Status, CancelledAt) = (GatheringStatus.Cancelled, CancelledAt ?? now);
        return null;
    }

    /// <summary>All who were signed up know.</summary>
    public void EndCancelling(DateTimeOffset now) => ToldAt = now;

    /// <summary>It has ended.</summary>
    public bool Hold(DateTimeOffset now)
    {
        if (Status != GatheringStatus.Published || now < EndsAt)
        {
            return false;
        }

        Status = GatheringStatus.Held;
        return true;
    }

    /// <summary>Whether its places change hands: what becomes free is given to who waits.</summary>
    public bool GivesPlacesAt(DateTimeOffset now) => Status == GatheringStatus.Published && now < BeginsAt;

    /// <summary>Why a member cannot sign up now, whoever it is; null for nothing.</summary>
    public Refusal? WhyNoMemberSignsUp(DateTimeOffset now) =>
        Status switch
        {
            GatheringStatus.Draft => new Refusal.NoSuch("gathering"),
            GatheringStatus.Published when now < Definition.SignUpOpensAt => new GatheringRefusal.NotOpenYet(
                Definition.SignUpOpensAt.Value
            ),
            GatheringStatus.Published when now >= Definition.SignUpEnd() => new GatheringRefusal.SignUpClosed(
                Definition.SignUpEnd()
            ),
            GatheringStatus.Published => null,
            _ => new GatheringRefusal.IsOver(Status),
        };

    /// <summary>Why staff cannot sign anybody up now; null for nothing. They may until it ends, at the door too.</summary>
    public Refusal? WhyNoStaffSignsUp(DateTimeOffset now) =>
        Status switch
        {
            GatheringStatus.Draft => new GatheringRefusal.NotPublished(),
            GatheringStatus.Published when now >= EndsAt => new GatheringRefusal.SignUpClosed(EndsAt),
            GatheringStatus.Published => null,
            _ => new GatheringRefusal.IsOver(Status),
        };

    /// <summary>Why who came cannot be written down now; null for nothing.</summary>
    public Refusal? WhyNoAttendance(DateTimeOffset now) =>
        Status switch
        {
            GatheringStatus.Held => null,
            GatheringStatus.Published when now >= BeginsAt => null,
            GatheringStatus.Cancelled => new GatheringRefusal.IsOver(Status),
            _ => new GatheringRefusal.NotBegun(BeginsAt),
        };
}
