using Loyalty.Application.Gatherings;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;

namespace Loyalty.Api.Gatherings;

/// <summary>A club event to which members are invited.</summary>
/// <param name="Status"><c>draft</c>: members do not see it; <c>cancelled</c>: it does not take place; <c>held</c>: it has ended.</param>
/// <param name="Definition">what it is, where, when, for whom and for how many.</param>
/// <param name="ToldAt">when all who were signed up were told that it was cancelled.</param>
public sealed record GatheringView(
    GatheringId Id,
    GatheringStatus Status,
    GatheringDocument Definition,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? CancelledAt,
    DateTimeOffset? ToldAt
)
{
    internal static GatheringView Of(Gathering gathering) =>
        new(
            gathering.Id,
            gathering.Status,
            GatheringDocument.Of(gathering),
            gathering.CreatedAt,
            gathering.PublishedAt,
            gathering.CancelledAt,
            gathering.ToldAt
        );
}

/// <summary>A member's sign-up for a gathering.</summary>
/// <param name="Status"><c>promoted</c>: has a place after waiting for it.</param>
/// <param name="Guests">without the member.</param>
/// <param name="Number">orders those who wait: the smaller one came first.</param>
/// <param name="CancelledBy">who took it back: the member, staff, the club with the whole gathering, or the end of the account.</param>
/// <param name="Attended">whether the member came; null while nobody has said.</param>
public sealed record SignUpView(
    SignUpId Id,
    GatheringId GatheringId,
    MemberId MemberId,
    SignUpStatus Status,
    int Guests,
    long Number,
    DateTimeOffset SignedUpAt,
    DateTimeOffset? PromotedAt,
    DateTimeOffset? RemindedAt,
    DateTimeOffset? CancelledAt,
    SignUpCanceller? CancelledBy,
    bool? Attended
)
{
    internal static SignUpView Of(GatheringSignUp signUp) =>
        new(
            signUp.Id,
            signUp.GatheringId,
            signUp.MemberId,
            signUp.Status,
            signUp.Guests,
            signUp.Number,
            signUp.SignedUpAt,
            signUp.PromotedAt,
            signUp.RemindedAt,
            signUp.CancelledAt,
            signUp.CancelledBy,
            signUp.Attended
        );
}

/// <param name="MemberId">who is to come.</param>
/// <param name="Guests">whom the member brings; nobody when left out.</param>
public sealed record SignUpBody(MemberId MemberId, int Guests = 0);

/// <param name="Lines">1 to 500.</param>
public sealed record AttendanceBody(IReadOnlyList<AttendanceLineBody>? Lines = null);

/// <param name="SignUp">of the gathering, with a place.</param>
/// <param name="Attended">whether the member came; left out where nobody knows, after all.</param>
public sealed record AttendanceLineBody(SignUpId SignUp, bool? Attended = null);

/// <summary>How many were invited, and what came of it.</summary>
/// <param name="Invited">members.</param>
/// <param name="Answered">invited members who have signed up, whatever became of it.</param>
/// <param name="SignedUp">members who have a place.</param>
/// <param name="PlacesTaken">by them and their guests.</param>
/// <param name="Waiting">members on the waiting list.</param>
/// <param name="Cancelled">members whose sign-up was taken back.</param>
/// <param name="Attended">members who came.</param>
/// <param name="Absent">members who had a place and did not come.</param>
public sealed record GatheringFiguresView(
    int Invited,
    int Answered,
    int SignedUp,
    int PlacesTaken,
    int Waiting,
    int Cancelled,
    int Attended,
    int Absent
)
{
    internal static GatheringFiguresView Of(GatheringFigures figures) =>
        new(
            figures.Invited,
            figures.Answered,
            figures.SignedUp,
            figures.PlacesTaken,
            figures.Waiting,
            figures.Cancelled,
            figures.Attended,
            figures.Absent
        );
}
