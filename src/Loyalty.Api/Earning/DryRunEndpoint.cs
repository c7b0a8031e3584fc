using System.Globalization;
using Loyalty.Api.Http;
using Loyalty.Application;
using Loyalty.Application.Earning;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Microsoft.AspNetCore.Http.HttpResults;
using DryRun = Loyalty.Application.Earning.DryRunRequest;

namespace Loyalty.Api.Earning;

internal static class DryRunEndpoint
{
    private const int LinesMax = 1_000;

    public static void MapDryRun(this RouteGroupBuilder rules) =>
        rules
            .MapPost("/dry-run", RunAsync)
            .WithName("dryRunEarningRules")
            .WithSummary("Says what one event would earn, and why not more")
            .WithDescription(
                "Judges the event by the published rules of its instant, and by a draft or a definition when one is given. "
                    + "Writes nothing. Limits of the partner's contract and the member's status are not looked at."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<DryRunView>, ProblemHttpResult>> RunAsync(
        DryRunBody body,
        DryRunRules run,
        CancellationToken cancellationToken
    )
    {
        var input = Read(body.Event);
        if (input.Refusal is { } unsound)
        {
            return unsound.ToProblem();
        }

        var result = await run.ExecuteAsync(
            new DryRun(input.Value, body.DraftRuleId, body.Definition),
            cancellationToken
        );
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(DryRunView.Of(result.Value, unsaved: body.Definition is not null));
    }

    private static Outcome<EarningInput> Read(DryRunEvent sent)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void CheckText(string field, string? text)
        {
            if (text is not null && PlainText.WhyNot(text, RuleBounds.WordLengthMax) is { } why)
            {
                errors[field] = [why];
            }
        }

        CheckText("event.type", sent.Type);
        CheckText("event.operation", sent.Operation);
        CheckText("event.category", sent.Category);
        var lines = new List<TransactionLine>();
        if (sent.Lines is { Count: > LinesMax })
        {
            errors["event.lines"] = [$"must have at most {LinesMax} members"];
        }
        else
        {
            foreach (var line in sent.Lines ?? [])
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"event.lines[{lines.Count}]");
                if (
                    line is null
                    || !decimal.TryParse(
                        line.Amount,
                        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                        CultureInfo.InvariantCulture,
                        out var amount
                    )
                )
                {
                    errors[$"{path}.amount"] = ["must be a number as text, such as \"12.50\""];
                    amount = 0;
                }

                CheckText($"{path}.category", line?.Category);
                lines.Add(new TransactionLine(amount, line?.Category));
            }
        }

        if (errors.Count > 0)
        {
            return new Refusal.InvalidRequest(errors);
        }

        return new EarningInput
        {
            Partner = sent.Partner,
            EventType = sent.Type ?? PartnerEvent.TransactionPosted.TypeName,
            OccurredAt = sent.OccurredAt.ToStoredInstant(),
            Amount = sent.Amount,
            Operation = sent.Operation,
            Category = sent.Category,
            Lines = lines,
        };
    }
}

/// <param name="DraftRuleId">judge this rule's draft in the place of its published versions.</param>
/// <param name="Definition">judge this definition beside the published rules; not together with <c>draftRuleId</c>.</param>
public sealed record DryRunBody(DryRunEvent Event, RuleId? DraftRuleId = null, RuleDocument? Definition = null);

/// <param name="Type">the CloudEvents type; <c>loyalty.transaction.posted</c> when left out.</param>
/// <param name="OccurredAt">the rules of this instant decide.</param>
/// <param name="Lines">the parts of the amount; left out, the amount is one part.</param>
public sealed record DryRunEvent(
    PartnerId Partner,
    DateTimeOffset OccurredAt,
    Money Amount,
    string? Type = null,
    string? Operation = null,
    string? Category = null,
    IReadOnlyList<DryRunLine>? Lines = null
);

/// <param name="Amount">in the currency of the event's amount, as text.</param>
public sealed record DryRunLine(string Amount, string? Category = null);
