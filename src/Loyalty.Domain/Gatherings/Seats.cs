namespace Loyalty.Domain.Gatherings;

/// <summary>What a party gets that signs up.</summary>
public enum Seating
{
    /// <summary>Places for all of it.</summary>
    Place,

    /// <summary>Its turn on the waiting list.</summary>
    Queue,

    /// <summary>Neither.</summary>
    Nothing,
}

/// <summary>
/// The places of a gathering. Its law: never are more taken than there are; nobody waits for whom there would be room; of two parties
/// of one size the earlier does not wait for the later. A large party waits until so many are free, and smaller ones pass it
/// meanwhile, because a place that stays empty is of use to nobody.
/// </summary>
/// <param name="Total">null for no limit.</param>
/// <param name="Taken">by those who were confirmed or promoted, guests among them.</param>
public readonly record struct Seats(int? Total, int Taken)
{
    /// <summary>Null for no limit. Nothing is free where more came in by hand than there are places.</summary>
    public int? Free => Total is { } total ? Math.Max(0, total - Taken) : null;

    public bool HasRoomFor(int party) => !(Free < party);

    /// <summary>A party that signs up.</summary>
    /// <param name="party">persons, at least 1.</param>
    public Seating Admit(int party, bool hasWaitingList) =>
        HasRoomFor(party) ? Seating.Place
        : hasWaitingList && !(party > Total) ? Seating.Queue
        : Seating.Nothing;

    public Seats With(int party) => this with { Taken = Taken + party };

    /// <summary>Those of the queue who get a place now, in their order: each whose party fits into what is left by those before.</summary>
    /// <param name="queue">who waits, the first one first.</param>
    /// <param name="partyOf">persons, at least 1.</param>
    /// <param name="after">the seats as they are taken then.</param>
    public IReadOnlyList<T> Promote<T>(IEnumerable<T> queue, Func<T, int> partyOf, out Seats after)
    {
        var promoted = new List<T>();
        after = this;
        foreach (var one in queue)
        {
            if (after.HasRoomFor(partyOf(one)))
            {
                promoted.Add(one);
                after = after.With(partyOf(one));
            }
        }

        return promoted;
    }
}
