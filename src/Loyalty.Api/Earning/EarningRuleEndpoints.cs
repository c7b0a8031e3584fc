using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Earning;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Earning;

public static class EarningRuleEndpoints
{
    // As they are written in JSON; the framework would read enums of a query string by their names in C#.
    private static readonly Dictionary<string, RuleStatus> Statuses = Enum.GetValues<RuleStatus>()
        .ToDictionary(status => JsonNamingPolicy.CamelCase.ConvertName(status.ToString()), StringComparer.Ordinal);

    public static void MapEarningRules(this RouteGroupBuilder admin)
    {
        var rules = admin.MapGroup("/earning-rules").WithTags("Earning rules");
        rules
            .MapGet("", ListAsync)
            .WithName("listEarningRules")
            .WithSummary("Lists rules, newest first")
            .WithDescription("With status, only those that are draft, published or withdrawn.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        rules
            .MapGet("/{rule}", GetAsync)
            .WithName("getEarningRule")
            .WithSummary("Reads a rule with its draft and its versions")
            .WithDescription($"Versions stand newest first, at most {FindRules.VersionsMax}.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        rules
            .MapPost("", CreateAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("createEarningRule")
            .WithSummary("Creates a rule as a draft")
            .WithDescription("It earns nothing until it is published. Try it with the dry run first.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        rules
            .MapPut("/{rule}/draft", ChangeDraftAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("changeEarningRuleDraft")
            .WithSummary("Replaces the draft")
            .WithDescription("A published version stays in force until the draft is published. Takes If-Match.")
            .ProducesChangeProblems();
        rules
            .MapDelete("/{rule}/draft", DiscardDraftAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("discardEarningRuleDraft")
            .WithSummary("Puts the draft away")
            .WithDescription("A rule that was never published goes with it. Takes If-Match.")
            .ProducesChangeProblems();
        rules
            .MapPost("/{rule}/publish", PublishAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("publishEarningRule")
            .WithSummary("Makes the draft the next version, in force from now on")
            .WithDescription(
                "Late events from before earn by the version of their instant. The first version holds for earlier events "
                    + "too, within its own validity. Takes If-Match."
            )
            .ProducesChangeProblems();
        rules
            .MapPost("/{rule}/withdraw", WithdrawAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("withdrawEarningRule")
            .WithSummary("Ends the rule for good")
            .WithDescription("Events that occurred before still earn by it, however late they arrive. Takes If-Match.")
            .ProducesChangeProblems();
        rules.MapDryRun();
        rules.MapBacktests();
    }

    private static async Task<Results<Ok<Page<EarningRuleSummary>>, ProblemHttpResult>> ListAsync(
        string? status,
        [AsParameters] PageRequest page,
        FindRules rules,
        CancellationToken cancellationToken
    )
    {
        RuleStatus? wanted = null;
        if (status is not null)
        {
            if (!Statuses.TryGetValue(status, out var known))
            {
                return new Refusal.InvalidRequest("status", "must be draft, published or withdrawn").ToProblem();
            }

            wanted = known;
        }

        RulePosition? after = null;
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (cursor is not null)
        {
            if (!TryReadPosition(cursor, out var position))
            {
                return new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem();
            }

            after = position;
        }

        var found = await rules.ListAsync(new FindRulesRequest(wanted, after, page.Size), cancellationToken);
        return TypedResults.Ok(page.ToPage(found, EarningRuleSummary.Of, Position));
    }

    private static async Task<Results<Ok<EarningRuleView>, ProblemHttpResult>> GetAsync(
        RuleId rule,
        FindRules rules,
        ReviewRule review,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var found = await rules.OneAsync(rule, cancellationToken);
        if (found.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.SetETag(found.Value.Rule);
        return TypedResults.Ok(await ViewAsync(found.Value.Rule, found.Value.Versions, review, cancellationToken));
    }

    private static async Task<Results<Created<EarningRuleView>, ProblemHttpResult>> CreateAsync(
        EarningRuleRequest body,
        CreateRule create,
        ReviewRule review,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var created = await create.ExecuteAsync(new CreateRuleRequest(body.Definition), cancellationToken);
        if (created.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var rule = created.Value;
        http.SetETag(rule);
        return TypedResults.Created(
            $"/api/admin/v1/earning-rules/{rule.Id}",
            await ViewAsync(rule, [], review, cancellationToken)
        );
    }

    private static async Task<EarningRuleView> ViewAsync(
        EarningRule rule,
        IReadOnlyList<EarningRuleVersion> versions,
        ReviewRule review,
        CancellationToken cancellationToken
    ) =>
        EarningRuleView.Of(
            rule,
            versions,
            await review.ExecuteAsync(rule, versions is [var newest, ..] ? newest : null, cancellationToken)
        );

    private static Task<Results<Ok<EarningRuleView>, ProblemHttpResult>> ChangeDraftAsync(
        RuleId rule,
        EarningRuleRequest body,
        ChangeRuleDraft change,
        FindRules rules,
        ReviewRule review,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            http,
            rules,
            review,
            version =>
                change.ExecuteAsync(new ChangeRuleDraftRequest(rule, version, body.Definition), cancellationToken)
        );

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardDraftAsync(
        RuleId rule,
        DiscardRuleDraft discard,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var version = http.ReadIfMatch();
        var refusal =
            version.Refusal
            ?? (
                await discard.ExecuteAsync(new DiscardRuleDraftRequest(rule, version.Value), cancellationToken)
            ).Refusal;
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }

    private static Task<Results<Ok<EarningRuleView>, ProblemHttpResult>> PublishAsync(
        RuleId rule,
        PublishRule publish,
        FindRules rules,
        ReviewRule review,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            http,
            rules,
            review,
            version =>
                publish.ExecuteAsync(new PublishRuleRequest(rule, version, Subject(http.User)), cancellationToken)
        );

    private static Task<Results<Ok<EarningRuleView>, ProblemHttpResult>> WithdrawAsync(
        RuleId rule,
        WithdrawRule withdraw,
        FindRules rules,
        ReviewRule review,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            http,
            rules,
            review,
            version =>
                withdraw.ExecuteAsync(new WithdrawRuleRequest(rule, version, Subject(http.User)), cancellationToken)
        );

    private static async Task<Results<Ok<EarningRuleView>, ProblemHttpResult>> ChangeAsync(
        HttpContext http,
        FindRules rules,
        ReviewRule review,
        Func<long, Task<Outcome<EarningRule>>> change
    )
    {
        var version = http.ReadIfMatch();
        if (version.Refusal is { } missing)
        {
            return missing.ToProblem();
        }

        var changed = await change(version.Value);
        if (changed.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var found = await rules.OneAsync(changed.Value.Id, http.RequestAborted);
        http.SetETag(changed.Value);
        return TypedResults.Ok(await ViewAsync(changed.Value, found.Value.Versions, review, http.RequestAborted));
    }

    private static string Subject(ClaimsPrincipal user) =>
        user.FindFirstValue("sub") ?? user.FindFirstValue("client_id") ?? "";

    private static void ProducesChangeProblems(this RouteHandlerBuilder endpoint) =>
        endpoint
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static string Position(EarningRule rule) =>
        string.Create(CultureInfo.InvariantCulture, $"{rule.CreatedAt.ToUnixTimeMicroseconds()}.{rule.Id}");

    private static bool TryReadPosition(string cursor, [NotNullWhen(true)] out RulePosition? position)
    {
        position = null;
        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        if (
            dot < 0
            || !long.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var micros)
            || micros > DateTimeOffset.MaxValue.ToUnixTimeMicroseconds()
            || !Identifier.TryParse<RuleId>(cursor.AsSpan(dot + 1), out var id)
        )
        {
            return false;
        }

        position = new RulePosition(Clock.FromUnixTimeMicroseconds(micros), id);
        return true;
    }
}
