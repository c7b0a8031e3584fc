using Loyalty.Api.Http;
using Loyalty.Application.Earning;
using Loyalty.Domain.Earning;
using Microsoft.AspNetCore.Http.HttpResults;
using DryRun = Loyalty.Application.Earning.DryRunRequest;

namespace Loyalty.Api.Earning;

internal static class DryRunEndpoint
{
    public static void MapDryRun(this RouteGroupBuilder rules) =>
        rules
            .MapPost("/dry-run", RunAsync)
            .WithName("dryRunEarningRules")
            .WithSummary("Says what one event would earn, and why not more")
            .WithDescription(
                "Judges the event by the published rules of its instant, and by a draft or a definition when one is given. "
                    + "With a member, its facts and what was counted for it are looked at. Writes nothing. Limits of the partner's "
                    + "contract and the member's status are not looked at."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<DryRunView>, ProblemHttpResult>> RunAsync(
        DryRunBody body,
        DryRunRules run,
        CancellationToken cancellationToken
    )
    {
        var input = DryRunEventReader.Read(body.Event);
        if (input.Refusal is { } unsound)
        {
            return unsound.ToProblem();
        }

        var result = await run.ExecuteAsync(
            new DryRun(input.Value, body.Event.Member, body.DraftRuleId, body.Definition),
            cancellationToken
        );
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(DryRunView.Of(result.Value, unsaved: body.Definition is not null));
    }
}

/// <param name="DraftRuleId">judge this rule's draft in the place of its published versions.</param>
/// <param name="Definition">judge this definition beside the published rules; not together with <c>draftRuleId</c>.</param>
public sealed record DryRunBody(DryRunEvent Event, RuleId? DraftRuleId = null, RuleDocument? Definition = null);
