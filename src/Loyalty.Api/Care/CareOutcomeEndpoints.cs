using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Care;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Care;

/// <summary>What came back of contacts, as providers and staff report it.</summary>
internal static class CareOutcomeEndpoints
{
    public static void MapCareOutcomes(this RouteGroupBuilder admin)
    {
        var tagged = admin.MapGroup("").WithTags("Care").RequireAuthorization(Policies.StaffSupport);
        tagged
            .MapPost("/care-events/{id}/outcomes", ReportAsync)
            .WithName("reportCareOutcome")
            .WithSummary("Reports what came back of a contact")
            .WithDescription(
                "`delivered`, `opened`, `answered`, `booked`, `failed`, `declined` or `complained`, which opens a complaint. The same outcome again changes nothing, and the order does not matter."
            )
            .Refuses(400, 404, 409, 422);
        tagged
            .MapPost("/care-outcomes", ReportManyAsync)
            .WithName("reportCareOutcomes")
            .WithSummary("Reports what came back of many contacts")
            .WithDescription(
                $"At most {ReportCareOutcome.BatchMax}. Each is taken on its own, and answered in the same place of the list; send the same list again when the answer was lost."
            )
            .KeepsItsKey()
            .Refuses(400, 422);
    }

    private static async Task<Results<Ok<CareEventView>, ProblemHttpResult>> ReportAsync(
        CareEventId id,
        CareOutcomeData body,
        ReportCareOutcome report,
        HttpContext http,
        CancellationToken cancellationToken
    ) => (await report.ExecuteAsync(id, body, http.User.Subject(), cancellationToken)).ToOk(CareEventView.Of);

    private static async Task<Results<Ok<CareOutcomesView>, ProblemHttpResult>> ReportManyAsync(
        CareOutcomesRequest body,
        ReportCareOutcome report,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var outcomes = errors.List("outcomes", body.Outcomes, ReportCareOutcome.BatchMax);
        if (errors.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var answers = await report.ExecuteAsync(
            [
                .. outcomes.Select(one =>
                    (
                        Identifier.TryParse<CareEventId>(one.CareEventId, out var id) ? id : default,
                        new CareOutcomeData
                        {
                            Outcome = one.Outcome,
                            OccurredAt = one.OccurredAt,
                            Note = one.Note,
                        }
                    )
                ),
            ],
            http.User.Subject(),
            cancellationToken
        );
        return TypedResults.Ok(
            new CareOutcomesView(
                answers.Count(answer => answer.Refusal is null),
                answers.Count(answer => answer.Refusal is not null),
                [.. outcomes.Zip(answers, CareOutcomeResultView.Of)]
            )
        );
    }
}

/// <param name="Outcomes">at most 500.</param>
public sealed record CareOutcomesRequest(IReadOnlyList<CareOutcomeItem> Outcomes);

/// <summary>What came back of one contact.</summary>
/// <param name="OccurredAt">now, when not given.</param>
/// <param name="Note">free text of one line, at most 1,000 characters.</param>
public sealed record CareOutcomeItem(
    string CareEventId,
    CareOutcome Outcome,
    DateTimeOffset? OccurredAt = null,
    string? Note = null
);

/// <summary>What became of each, in the order of the request.</summary>
public sealed record CareOutcomesView(int Taken, int Refused, IReadOnlyList<CareOutcomeResultView> Results);

/// <param name="Status">how the contact stands now; null when the outcome was refused.</param>
/// <param name="Code">why it was refused: a code of docs/problems.md.</param>
public sealed record CareOutcomeResultView(string CareEventId, CareStatus? Status, string? Code, string? Detail)
{
    internal static CareOutcomeResultView Of(CareOutcomeItem item, Outcome<CareEvent> answer) =>
        answer.Refusal switch
        {
            null => new(item.CareEventId, answer.Value.Status, Code: null, Detail: null),
            Refusal.InvalidRequest invalid => new(
                item.CareEventId,
                Status: null,
                invalid.Code,
                string.Join(' ', invalid.Errors.SelectMany(field => field.Value.Select(e => $"{field.Key} {e}.")))
            ),
            var refusal => new(item.CareEventId, Status: null, refusal.Code, refusal.Detail),
        };
}
