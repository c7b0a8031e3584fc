using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Care;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Care;

/// <summary>The call list of agents.</summary>
internal static class CareCallEndpoints
{
    public static void MapCareCalls(this RouteGroupBuilder admin)
    {
        var calls = admin.MapGroup("/care-calls").WithTags("Care").RequireAuthorization(Policies.StaffSupport);
        calls
            .MapGet("", ListAsync)
            .WithName("listCareCalls")
            .WithSummary("Lists the calls that can be made now, in the order in which they are to be made")
            .WithDescription(
                "Neither taken nor put off, and not in quiet hours of the member's day. The first of them: `limit`, there are no further pages, because the list changes with every call. With `mine=true` those that the caller has taken, with name and number."
            )
            .Refuses(422);
        calls
            .MapPost("/next", NextAsync)
            .WithName("takeNextCareCall")
            .WithSummary("Takes the next call")
            .WithDescription(
                "For 15 minutes, in which nobody else gets it. Who has a call already gets that one. 204 when there is none now."
            )
            .Refuses(429);
        calls
            .MapPost("/{id}/take", TakeAsync)
            .WithName("takeCareCall")
            .WithSummary("Takes this call")
            .WithDescription("For 15 minutes; again, for another 15.")
            .Refuses(404, 409);
        calls
            .MapPost("/{id}/outcome", ReportAsync)
            .WithName("reportCareCall")
            .WithSummary("Says what came of a call that the caller has taken")
            .WithDescription(
                "`answered`, `booked`, `declined`, `failed` (the number is wrong), `complained` (opens a complaint), `noAnswer` (comes up again after four hours, ends at the third time), `callBack` (comes up at `callBackAt`), or `doNotCall` (takes all consents to calls back and every other call of the member off the list)."
            )
            .Refuses(400, 404, 409, 422);
    }

    private static async Task<Results<Ok<List<CareCallView>>, ProblemHttpResult>> ListAsync(
        int? limit,
        bool? mine,
        CareCallQueue queue,
        TakeCareCall take,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var page = new PageRequest(limit, After: null);
        if (page.Check(out _) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (mine is true)
        {
            var own = await take.OfAsync(http.User.Subject(), cancellationToken);
            return TypedResults.Ok(own.Take(page.Size).Select(CareCallView.Of).ToList());
        }

        var calls = await (await queue.ReadAsync(cancellationToken))
            .AsNoTracking()
            .Take(page.Size)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(calls.ConvertAll(CareCallView.Of));
    }

    private static async Task<Results<Ok<CareCallView>, NoContent, ProblemHttpResult>> NextAsync(
        TakeCareCall take,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        (await take.NextAsync(http.User.Subject(), cancellationToken)).Match<
            Results<Ok<CareCallView>, NoContent, ProblemHttpResult>
        >(
            call => call is null ? TypedResults.NoContent() : TypedResults.Ok(CareCallView.Of(call)),
            refusal => refusal.ToProblem()
        );

    private static async Task<Results<Ok<CareCallView>, ProblemHttpResult>> TakeAsync(
        CareEventId id,
        TakeCareCall take,
        HttpContext http,
        CancellationToken cancellationToken
    ) => (await take.ExecuteAsync(id, http.User.Subject(), cancellationToken)).ToOk(CareCallView.Of);

    private static async Task<Results<Ok<CareEventView>, ProblemHttpResult>> ReportAsync(
        CareEventId id,
        CareCallData body,
        ReportCareCall report,
        HttpContext http,
        CancellationToken cancellationToken
    ) => (await report.ExecuteAsync(id, body, http.User.Subject(), cancellationToken)).ToOk(CareEventView.Of);
}

/// <summary>A call to make.</summary>
/// <param name="Priority">the greatest first.</param>
/// <param name="QueuedAt">since when it stands on the list.</param>
/// <param name="Attempts">how often nobody took it.</param>
/// <param name="LastOutcome">of the last try; null before the first.</param>
/// <param name="TakenUntil">how long nobody else may have it; null while nobody has it.</param>
/// <param name="Script">whom to call and what to say; null while the caller has not taken it.</param>
public sealed record CareCallView(
    CareEventId Id,
    CareRuleId RuleId,
    MemberId MemberId,
    CareKind Kind,
    int Priority,
    DateOnly DueOn,
    DateTimeOffset? QueuedAt,
    int Attempts,
    CareOutcome? LastOutcome,
    DateTimeOffset? TakenUntil,
    CareScriptView? Script
)
{
    internal static CareCallView Of(CareEvent call) =>
        new(
            call.Id,
            call.RuleId,
            call.MemberId,
            call.Kind,
            call.Priority,
            call.DueOn,
            call.SentAt,
            call.Attempts,
            call.Outcome,
            TakenUntil: null,
            Script: null
        );

    internal static CareCallView Of(CareDispatch call) =>
        Of(call.Contact) with
        {
            TakenUntil = call.Contact.TakenUntil,
            Script = call.Recipient is CareRecipient.ByPhone who
                ? new CareScriptView(
                    who.Name,
                    who.Number,
                    call.Message.Language,
                    call.Message.Subject,
                    call.Message.Body
                )
                : null,
        };
}

/// <summary>Whom to call, and what to say. Personal data.</summary>
/// <param name="Phone">in E.164.</param>
/// <param name="Language">of the text, as a tag of BCP 47.</param>
public sealed record CareScriptView(string Name, string Phone, string Language, string Subject, string Body);
