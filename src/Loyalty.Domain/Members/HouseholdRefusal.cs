namespace Loyalty.Domain.Members;

/// <summary>Why a household, or what it may spend, stays as it is.</summary>
public abstract record HouseholdRefusal : Refusal
{
    private HouseholdRefusal(string code, RefusalKind kind, string detail)
        : base(code, kind, detail) { }

    public sealed record InNoHousehold()
        : HouseholdRefusal("in-no-household", RefusalKind.Conflict, "The member is in no household.");

    /// <param name="Member">who is in a household, this one or another.</param>
    public sealed record InHouseholdAlready(MemberId Member)
        : HouseholdRefusal(
            "in-household-already",
            RefusalKind.Conflict,
            "The member is in a household already. One must be left before another is joined."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("member", Member)];
    }

    /// <summary>Invitations that are not answered count as well.</summary>
    public sealed record HouseholdFull()
        : HouseholdRefusal(
            "household-full",
            RefusalKind.Conflict,
            "The household has as many members and open invitations as it may have."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("placesMax", Household.PlacesMax)];
    }

    public sealed record HouseholdEnded()
        : HouseholdRefusal("household-ended", RefusalKind.Conflict, "The last member has left the household.");

    public sealed record NotOrganiser()
        : HouseholdRefusal(
            "not-household-organiser",
            RefusalKind.NotAllowed,
            "Only the organiser of the household may do this."
        );

    public sealed record MayNotSpend()
        : HouseholdRefusal(
            "household-may-not-spend",
            RefusalKind.Conflict,
            "The organiser does not let the member spend the household's points."
        );

    /// <summary>A hold reserves points of one wallet.</summary>
    public sealed record NoHolds()
        : HouseholdRefusal(
            "household-no-holds",
            RefusalKind.Conflict,
            "A household's points can be spent at once, but not be held. Hold the member's own points, or redeem."
        );
}
