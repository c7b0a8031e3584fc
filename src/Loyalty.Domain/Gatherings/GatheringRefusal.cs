namespace Loyalty.Domain.Gatherings;

/// <summary>Why something about a gathering or a sign-up for it cannot be done.</summary>
public abstract record GatheringRefusal : Refusal
{
    private GatheringRefusal(string code, string detail)
        : base(code, RefusalKind.Conflict, detail) { }

    public sealed record CodeTaken() : GatheringRefusal("gathering-code-taken", "Another gathering has this code.");

    public sealed record TooMany(int Max)
        : GatheringRefusal("too-many-gatherings", "There are as many gatherings ahead as may be.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("max", Max)];
    }

    /// <summary>It was cancelled, or has ended.</summary>
    public sealed record IsOver(GatheringStatus Status)
        : GatheringRefusal("gathering-over", "The gathering was cancelled or has been held, and stays so.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("gatheringStatus", Status)];
    }

    public sealed record NotPublished()
        : GatheringRefusal("gathering-not-published", "The gathering is a draft. Publish it first.");

    public sealed record HasBegun(DateTimeOffset BeganAt)
        : GatheringRefusal("gathering-begun", "The gathering has begun.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("beganAt", BeganAt)];
    }

    public sealed record NotBegun(DateTimeOffset BeginsAt)
        : GatheringRefusal("gathering-not-begun", "The gathering has not begun: nobody can have come.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("beginsAt", BeginsAt)];
    }

    /// <param name="Taken">places, guests among them.</param>
    public sealed record PlacesTaken(int Taken)
        : GatheringRefusal("gathering-places-taken", "More places are taken than there would be.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("taken", Taken)];
    }

    public sealed record NotOpenYet(DateTimeOffset OpensAt)
        : GatheringRefusal("gathering-not-open-yet", "Sign-up for the gathering has not opened.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("opensAt", OpensAt)];
    }

    public sealed record SignUpClosed(DateTimeOffset ClosedAt)
        : GatheringRefusal("gathering-sign-up-closed", "Sign-up for the gathering has closed.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("closedAt", ClosedAt)];
    }

    /// <param name="Missing">what is asked for and does not hold: tier, attribute, vehicle, partnerLink, age.</param>
    public sealed record NotForMember(IReadOnlyList<string> Missing)
        : GatheringRefusal("gathering-not-for-member", "The member does not meet what the gathering asks for.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("missing", Missing)];
    }

    /// <summary>And there is no waiting list, or the party is larger than the gathering.</summary>
    /// <param name="Free">places that are left.</param>
    public sealed record Full(int Free)
        : GatheringRefusal("gathering-full", "The gathering has not so many places left.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("free", Free)];
    }

    /// <summary>With another number of guests.</summary>
    public sealed record SignedUpAlready(SignUpStatus Status)
        : GatheringRefusal("gathering-signed-up-already", "The member is signed up with another number of guests.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("signUpStatus", Status)];
    }
}
