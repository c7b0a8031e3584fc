namespace Loyalty.Domain.Members;

/// <summary>A time through which a flag stood on a member's record. What it was found by is not kept: <see cref="Behaviour.At"/> as of
/// <see cref="Since"/> shows it.</summary>
public sealed class MemberFlag
{
    public required MemberId MemberId { get; init; }

    public required BehaviourFlag Flag { get; init; }

    /// <summary>The beginning of the day on which it was found, in the programme's zone.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The beginning of the day on which it was found no more, or when the account was closed or merged; null while it
    /// stands.</summary>
    public DateTimeOffset? Until { get; set; }
}
