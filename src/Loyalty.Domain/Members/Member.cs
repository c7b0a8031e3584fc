namespace Loyalty.Domain.Members;

/// <summary>A private customer, or a company with its fleet.</summary>
public enum MemberKind
{
    Private,
    Corporate,
}

/// <summary>Where the member stands towards the brand, whatever the account's status: a former owner may well be an
/// active member of the club.</summary>
public enum Relationship
{
    Prospect,
    Current,
    Former,
}

/// <summary>How interested the member is in the next purchase, as dealers and staff judge it.</summary>
public enum InterestLevel
{
    Unknown,
    Low,
    Medium,
    High,
}

/// <summary>A person or company enrolled in the club: who they are and where they stand. What they own, said, did and
/// carry (vehicles, consents, interactions, cards) refers to them by <see cref="Id"/>.</summary>
public sealed class Member : IVersioned
{
    public required MemberId Id { get; init; }

    public MemberStatus Status { get; set; } = MemberStatus.Active;

    public required DateTimeOffset EnrolledAt { get; init; }

    /// <summary>What brought the member in: <c>dealer</c>, <c>app</c>, <c>import</c>, a campaign's code.</summary>
    public string? EnrolmentSource { get; init; }

    public MemberKind Kind { get; set; }

    public PersonName Name { get; set; } = new() { Display = "" };

    public DateOnly? BirthDate { get; set; }

    /// <summary>Where post goes; null for a member who is written to by other means only.</summary>
    public PostalAddress? Address { get; set; }

    /// <summary>A tag of BCP 47 in its canonical case, such as <c>zh-Hans-CN</c>.</summary>
    public string? PreferredLanguage { get; set; }

    public Relationship Relationship { get; set; }

    public InterestLevel InterestLevel { get; set; }

    public long Version { get; set; }
}
