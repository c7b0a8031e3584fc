namespace Loyalty.Domain.Members;

/// <summary>A person or company enrolled in the club.</summary>
public sealed class Member : IVersioned
{
    public required MemberId Id { get; init; }

    public MemberStatus Status { get; set; } = MemberStatus.Active;

    public required DateTimeOffset EnrolledAt { get; init; }

    public long Version { get; set; }
}
