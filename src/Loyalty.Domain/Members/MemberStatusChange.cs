namespace Loyalty.Domain.Members;

/// <summary>One step in the history of a member's status.</summary>
public sealed class MemberStatusChange
{
    public required StatusChangeId Id { get; init; }

    public required MemberId MemberId { get; init; }

    public required MemberStatus FromStatus { get; init; }

    public required MemberStatus ToStatus { get; init; }

    public required string Reason { get; init; }

    /// <summary>The staff account, as its token's subject.</summary>
    public required string ChangedBy { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>A key under which a member is found by name; see <see cref="PersonName.SearchKeys"/>.</summary>
public sealed class MemberSearchName
{
    public required MemberId MemberId { get; init; }

    public required string NameKey { get; init; }
}
