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
    public string? EnrolmentSource { get; set; }

    public MemberKind Kind { get; set; }

    public PersonName Name { get; set; } = new() { Display = "" };

    public DateOnly? BirthDate { get; set; }

    /// <summary>Where post goes; null for a member who is written to by other means only.</summary>
    public PostalAddress? Address { get; set; }

    /// <summary>When the address last became another one; null while it is the first.</summary>
    public DateTimeOffset? MovedAt { get; private set; }

    /// <summary>A tag of BCP 47 in its canonical case, such as <c>zh-Hans-CN</c>.</summary>
    public string? PreferredLanguage { get; set; }

    public Relationship Relationship { get; set; }

    public InterestLevel InterestLevel { get; set; }

    /// <summary>Of an account that was closed or merged: when its wallets are looked at once more, because something may have
    /// been under way meanwhile. Null when nothing is left to look for.</summary>
    public DateTimeOffset? SettleAfter { get; set; }

    /// <summary>Of a merged account: the member that it goes on as.</summary>
    public MemberId? MergedInto { get; set; }

    /// <summary>When the personal data was erased; null while it is there.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>The member of staff who erased it.</summary>
    public string? ErasedBy { get; private set; }

    public long Version { get; set; }

    /// <summary>Notes a move, if the address is another one than it was. Where there was none before, nobody has moved.</summary>
    public void NoteMove(PostalAddress? before, DateTimeOffset now)
    {
        if (before is not null && Address is not null && !Address.IsSameAs(before))
        {
            MovedAt = now;
        }
    }

    /// <summary>Takes everything off the row that says who the member was. The row stays, because the ledger refers to it.</summary>
    public void Erase(string by, DateTimeOffset now)
    {
        (Name, Address, BirthDate, MovedAt) = (new PersonName { Display = "" }, null, null, null);
        (PreferredLanguage, EnrolmentSource) = (null, null);
        (Relationship, InterestLevel) = (Relationship.Former, InterestLevel.Unknown);
        (ErasedAt, ErasedBy) = (now, by);
    }
}
