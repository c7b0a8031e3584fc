using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Earning;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Earning;

internal static class BacktestEndpoints
{
    public static void MapBacktests(this RouteGroupBuilder rules)
    {
        rules
            .MapPost("/{rule}/backtests", StartAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("startBacktest")
            .WithSummary("Runs the draft over what really happened")
            .WithDescription(
                "Takes the transactions that arrived within the last `days` and says what the published rules, with the draft in "
                    + "the place of its own, would have given. Nothing is posted. It runs in the background of this node, one at "
                    + "a time; read its progress and result under the address in `Location`."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        rules
            .MapGet("/{rule}/backtests", ListAsync)
            .WithName("listBacktests")
            .WithSummary("Lists the rule's backtests, newest first")
            .WithDescription($"At most {FindBacktest.ListMax}, without their results.");
        rules
            .MapGet("/{rule}/backtests/{backtest}", GetAsync)
            .WithName("getBacktest")
            .WithSummary("Reads the progress of a backtest, and its result")
            .ProducesProblem(StatusCodes.Status404NotFound);
        rules
            .MapDelete("/{rule}/backtests/{backtest}", CancelAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("cancelBacktest")
            .WithSummary("Stops a backtest within seconds")
            .WithDescription("One that has ended stays as it is.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Accepted<BacktestView>, ProblemHttpResult>> StartAsync(
        RuleId rule,
        BacktestRequest body,
        StartBacktest start,
        ClaimsPrincipal user,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var by = user.FindFirstValue("sub") ?? user.FindFirstValue("client_id") ?? "";
        var started = await start.ExecuteAsync(
            new StartBacktestRequest(rule, body.Days, body.Limit, body.CostPerPoint, by),
            cancellationToken
        );
        return started.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Accepted(
                $"/api/admin/v1/earning-rules/{rule}/backtests/{started.Value.Id}",
                BacktestView.Of(started.Value, clock.GetUtcNow())
            );
    }

    private static async Task<Ok<IReadOnlyList<BacktestView>>> ListAsync(
        RuleId rule,
        FindBacktest backtests,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var found = await backtests.OfAsync(rule, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<BacktestView>>([
            .. found.Select(backtest => BacktestView.Of(backtest, now) with { Result = null }),
        ]);
    }

    private static async Task<Results<Ok<BacktestView>, ProblemHttpResult>> GetAsync(
        RuleId rule,
        BacktestId backtest,
        FindBacktest backtests,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) => Answer(await backtests.OneAsync(rule, backtest, cancellationToken), clock);

    private static async Task<Results<Ok<BacktestView>, ProblemHttpResult>> CancelAsync(
        RuleId rule,
        BacktestId backtest,
        FindBacktest backtests,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) => Answer(await backtests.CancelAsync(rule, backtest, cancellationToken), clock);

    private static Results<Ok<BacktestView>, ProblemHttpResult> Answer(Outcome<Backtest> found, TimeProvider clock) =>
        found.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(BacktestView.Of(found.Value, clock.GetUtcNow()));
}

/// <param name="Days">how far back, by the events' arrival: 1 to 366.</param>
/// <param name="Limit">events that it takes at most, the oldest first; 1,000,000 when left out.</param>
/// <param name="CostPerPoint">of a point of the draft's currency; left out, that of the draft's budget, if it names one.</param>
public sealed record BacktestRequest(int Days, long? Limit = null, Money? CostPerPoint = null);

public enum BacktestState
{
    Running,
    Done,
    Failed,
    Cancelled,

    /// <summary>Its node is gone. Begin another one.</summary>
    Interrupted,
}

/// <param name="From">events that arrived from then on.</param>
/// <param name="Until">and before then.</param>
/// <param name="Processed">events done.</param>
/// <param name="Total">events to do; null before they are counted.</param>
/// <param name="Result">null until it is done.</param>
public sealed record BacktestView(
    BacktestId Id,
    RuleId Rule,
    BacktestState Status,
    long Processed,
    long? Total,
    DateTimeOffset From,
    DateTimeOffset Until,
    DateTimeOffset StartedAt,
    string StartedBy,
    DateTimeOffset? EndedAt,
    BacktestResult? Result
)
{
    public static BacktestView Of(Backtest backtest, DateTimeOffset now) =>
        new(
            backtest.Id,
            backtest.RuleId,
            backtest.IsInterruptedAt(now)
                ? BacktestState.Interrupted
                : Enum.Parse<BacktestState>(backtest.Status.ToString()),
            backtest.Processed,
            backtest.Total,
            backtest.From,
            backtest.Until,
            backtest.StartedAt,
            backtest.StartedBy,
            backtest.EndedAt,
            BacktestRunner.ReadResult(backtest)
        );
}
