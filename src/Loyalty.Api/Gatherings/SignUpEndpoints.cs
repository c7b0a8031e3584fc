using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Gatherings;
using Loyalty.Domain.Gatherings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Gatherings;

/// <summary>Who comes to a gathering, as staff see and change it.</summary>
internal static class SignUpEndpoints
{
    private const string Path = "/api/admin/v1/gathering-sign-ups";

    public static void MapSignUps(this RouteGroupBuilder admin)
    {
        var tagged = admin.MapGroup("").WithTags(GatheringEndpoints.Tag);
        tagged
            .MapGet("/gatherings/{gathering}/sign-ups", ListAsync)
            .WithName("listGatheringSignUps")
            .WithSummary("Lists a gathering's sign-ups in their order")
            .WithDescription("What is given must all hold.")
            .Refuses(404, 422);
        tagged
            .MapGet("/gathering-sign-ups/{signUp}", GetAsync)
            .WithName("getGatheringSignUp")
            .WithSummary("Reads a sign-up")
            .Refuses(404);
        var support = tagged.MapGroup("").RequireAuthorization(Policies.StaffSupport);
        support
            .MapPost("/gatherings/{gathering}/sign-ups", SignUpAsync)
            .WithName("signUpMember")
            .WithSummary("Signs a member up")
            .WithDescription(
                "Until the gathering ends, whoever it is for and whenever sign-up is open; never beyond its places. Where they are "
                    + "taken the member waits, if there is a waiting list. Signing up again as the member is signed up changes nothing."
            )
            .Refuses(400, 404, 409, 422, 429);
        support
            .MapPost("/gathering-sign-ups/{signUp}/cancel", CancelAsync)
            .WithName("cancelGatheringSignUp")
            .WithSummary("Signs a member off")
            .WithDescription(
                "The places go to those who wait, at once, and the member is told by an event. Takes If-Match."
            )
            .Refuses(404, 409, 412, 422, 429);
        support
            .MapPost("/gatherings/{gathering}/attendance", AttendAsync)
            .WithName("recordAttendance")
            .WithSummary("Writes down who came")
            .WithDescription(
                "From the begin of the gathering on. All lines or none; a line may be sent again. Answers with the figures."
            )
            .Refuses(400, 404, 409, 422, 429);
        support
            .MapGet("/gatherings/{gathering}/guests.csv", GuestsAsync)
            .WithName("exportGuests")
            .WithSummary("Exports who has a place as CSV")
            .WithDescription(
                "Personal data. In the order of sign-up: `signUpId`, `memberId`, `name`, `status`, `guests`, `signedUpAt`, `attended`."
            )
            .Refuses(404);
    }

    private static async Task<Results<Ok<Page<SignUpView>>, ProblemHttpResult>> ListAsync(
        GatheringId gathering,
        [AsParameters] PageRequest page,
        [AsParameters] SignUpFilter filter,
        FindGatherings find,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        (long, SignUpId)? after = null;
        if (cursor is not null)
        {
            if (!MemberCursors.TryRead<SignUpId>(cursor, out var number, out var id))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            after = (number, id);
        }

        var wish = filter.Read();
        if (wish.Refusal is { } unsound)
        {
            return unsound.ToProblem();
        }

        var found = await find.SignUpsAsync(gathering, wish.Value, after, page.Size, cancellationToken);
        return found.ToOk(rows => page.ToPage(rows, SignUpView.Of, one => MemberCursors.Write(one.Number, one.Id)));
    }

    private static async Task<Results<Ok<SignUpView>, ProblemHttpResult>> GetAsync(
        SignUpId signUp,
        FindGatherings find,
        HttpContext http,
        CancellationToken cancellationToken
    ) => http.Answer(await find.SignUpAsync(signUp, cancellationToken), SignUpView.Of);

    private static async Task<Results<Created<SignUpView>, ProblemHttpResult>> SignUpAsync(
        GatheringId gathering,
        SignUpBody body,
        SignUpForGathering signUp,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.Created(
            await signUp.ExecuteAsync(
                new SignUpRequest(gathering, body.MemberId, body.Guests, IsByStaff: true),
                cancellationToken
            ),
            SignUpView.Of,
            made => $"{Path}/{made.Id}"
        );

    private static Task<Results<Ok<SignUpView>, ProblemHttpResult>> CancelAsync(
        SignUpId signUp,
        CancelSignUp cancel,
        HttpContext http,
        CancellationToken cancellationToken
    ) => http.WithVersionAsync(version => cancel.ByStaffAsync(signUp, version, cancellationToken), SignUpView.Of);

    private static async Task<Results<Ok<GatheringFiguresView>, ProblemHttpResult>> AttendAsync(
        GatheringId gathering,
        AttendanceBody body,
        RecordAttendance record,
        FindGatherings find,
        CancellationToken cancellationToken
    )
    {
        var recorded = await record.ExecuteAsync(
            gathering,
            body.Lines?.Select(line => line is null ? null! : new AttendanceLine(line.SignUp, line.Attended)).ToList(),
            cancellationToken
        );
        return recorded.Refusal is { } refusal
            ? refusal.ToProblem()
            : (await find.FiguresAsync(gathering, cancellationToken)).ToOk(GatheringFiguresView.Of);
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> GuestsAsync(
        GatheringId gathering,
        FindGatherings find,
        FindGuests guests,
        CancellationToken cancellationToken
    )
    {
        var found = await find.OneAsync(gathering, cancellationToken);
        return found.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Stream(
                output =>
                    GuestExport.WriteAsync(output, guests.ReadAsync(gathering, cancellationToken), cancellationToken),
                "text/csv; charset=utf-8",
                $"guests-{found.Value.Code}.csv"
            );
    }
}
