namespace Loyalty.Domain.Members;

/// <summary>
/// A few members who let each other spend their points. The points stay where they are; each member says what share the others
/// may spend, and the organiser says who may spend it.
/// </summary>
public sealed class Household : IVersioned
{
    /// <summary>Members and open invitations together.</summary>
    public const int PlacesMax = 10;

    public const int NameLengthMax = 60;

    public required HouseholdId Id { get; init; }

    /// <summary>Given by its members, hence personal.</summary>
    public required string Name { get; set; }

    /// <summary>Who invites, takes out and decides who may spend; null once the household has ended.</summary>
    public MemberId? OrganiserId { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last member left.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>As far as they were loaded.</summary>
    public List<HouseholdPlace> Places { get; } = [];

    public long Version { get; set; }

    /// <summary>Those who are in it now, the longest-standing first.</summary>
    public IEnumerable<HouseholdPlace> Members =>
        Places.Where(place => place.IsIn).OrderBy(place => place.JoinedAt).ThenBy(place => place.Id.Value);

    public static Household Found(string name, MemberId organiser, string by, DateTimeOffset now)
    {
        var household = new Household
        {
            Id = Identifier.New<HouseholdId>(now),
            Name = name,
            OrganiserId = organiser,
            CreatedAt = now,
        };
        var place = household.Add(organiser, by, now);
        place.Join(HouseholdPlace.SharePercentDefault, now);
        place.MaySpend = true;
        return household;
    }

    /// <summary>The member's place, or the invitation to one; null where there is neither.</summary>
    public HouseholdPlace? OpenPlaceOf(MemberId member) =>
        Places.Find(place => place.IsOpen && place.MemberId == member);

    public HouseholdPlace? PlaceOf(MemberId member) => OpenPlaceOf(member) is { IsIn: true } place ? place : null;

    /// <summary>Inviting who is invited gives the invitation that there is.</summary>
    public Outcome<HouseholdPlace> Invite(MemberId member, string by, DateTimeOffset now) =>
        OpenPlaceOf(member) switch
        {
            { IsIn: true } => new HouseholdRefusal.InHouseholdAlready(member),
            { } invited => invited,
            null when WhyNoMore() is { } refusal => refusal,
            null => Add(member, by, now),
        };

    /// <summary>Puts a member in without an invitation, or sets what holds for one who is in it.</summary>
    public Outcome<HouseholdPlace> Admit(
        MemberId member,
        int sharePercent,
        bool maySpend,
        string by,
        DateTimeOffset now
    )
    {
        var place = OpenPlaceOf(member);
        if (place is null)
        {
            if (WhyNoMore() is { } refusal)
            {
                return refusal;
            }

            place = Add(member, by, now);
        }

        if (!place.IsIn)
        {
            place.Join(sharePercent, now);
        }

        (place.SharePercent, place.MaySpend) = (sharePercent, maySpend);
        return place;
    }

    /// <summary>Ends a membership or an invitation. When the organiser goes, the longest-standing member becomes the organiser; when
    /// the last one goes, the household ends.</summary>
    public void End(HouseholdPlace place, HouseholdEnding ending, DateTimeOffset now)
    {
        place.End(ending, now);
        if (OrganiserId == place.MemberId)
        {
            OrganiserId = Members.FirstOrDefault()?.MemberId;
        }

        if (OrganiserId is null)
        {
            EndedAt = now;
            foreach (var invited in Places.Where(other => other.IsOpen))
            {
                invited.End(HouseholdEnding.Withdrawn, now);
            }
        }
    }

    /// <summary>One of its members becomes the organiser.</summary>
    public Refusal? HandOver(MemberId to)
    {
        if (PlaceOf(to) is null)
        {
            return new Refusal.InvalidRequest("organiser", "is not a member of the household");
        }

        OrganiserId = to;
        return null;
    }

    /// <summary>The place goes on as another member's: two accounts of one person became one, or two again.</summary>
    public void Pass(HouseholdPlace place, MemberId to)
    {
        if (OrganiserId == place.MemberId)
        {
            OrganiserId = to;
        }

        place.MemberId = to;
    }

    private HouseholdPlace Add(MemberId member, string by, DateTimeOffset now)
    {
        var place = new HouseholdPlace
        {
            Id = Identifier.New<HouseholdPlaceId>(now),
            HouseholdId = Id,
            MemberId = member,
            InvitedAt = now,
            InvitedBy = by,
        };
        Places.Add(place);
        return place;
    }

    private Refusal? WhyNoMore() =>
        EndedAt is not null ? new HouseholdRefusal.HouseholdEnded()
        : Places.Count(place => place.IsOpen) >= PlacesMax ? new HouseholdRefusal.HouseholdFull()
        : null;
}
