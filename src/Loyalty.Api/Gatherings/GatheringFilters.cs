using Loyalty.Api.Http;
using Loyalty.Application.Gatherings;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;

namespace Loyalty.Api.Gatherings;

/// <summary>Which gatherings are wanted.</summary>
internal sealed record GatheringFilter
{
    /// <summary>draft, published, cancelled or held.</summary>
    public string? Status { get; init; }

    /// <summary>The one with this code.</summary>
    public string? Code { get; init; }

    /// <summary>Those that begin at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Those that begin before this instant.</summary>
    public DateTimeOffset? Until { get; init; }

    public Outcome<GatheringWish> Read() =>
        !Choice<GatheringStatus>.TryRead(Status, out var status) ? Choice<GatheringStatus>.Unknown("status")
        : From >= Until ? new Refusal.InvalidRequest("from", "must be before until")
        : new GatheringWish(status, Code, From?.ToStoredInstant(), Until?.ToStoredInstant());
}

/// <summary>Which sign-ups are wanted.</summary>
internal sealed record SignUpFilter
{
    /// <summary>confirmed, waiting, promoted or cancelled.</summary>
    public string? Status { get; init; }

    /// <summary>A member's id.</summary>
    public string? Member { get; init; }

    /// <summary>Those who came, or those who did not.</summary>
    public bool? Attended { get; init; }

    public Outcome<SignUpWish> Read()
    {
        if (!Choice<SignUpStatus>.TryRead(Status, out var status))
        {
            return Choice<SignUpStatus>.Unknown("status");
        }

        if (Member is null)
        {
            return new SignUpWish(status, Member: null, Attended);
        }

        return Identifier.TryParse<MemberId>(Member, out var member)
            ? new SignUpWish(status, member, Attended)
            : new Refusal.InvalidRequest("member", "is not the id of a member (mbr_…)");
    }
}
