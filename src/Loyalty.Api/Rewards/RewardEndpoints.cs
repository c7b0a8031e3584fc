using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Rewards;

public static class RewardEndpoints
{
    private const string Path = "/api/admin/v1/rewards";

    public static void MapRewards(this RouteGroupBuilder admin)
    {
        var rewards = admin.MapGroup("/rewards").WithTags("Rewards");
        rewards
            .MapGet("", ListAsync)
            .WithName("listRewards")
            .WithSummary("Lists rewards in the order of the catalogue")
            .WithDescription(
                "Filters: status (draft, published, retired), kind, category, and q: words that occur in a title or a description."
            )
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        rewards
            .MapGet("/{reward}", GetAsync)
            .WithName("getReward")
            .WithSummary("Reads a reward")
            .ProducesProblem(StatusCodes.Status404NotFound);
        rewards
            .MapPost("", CreateAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("createReward")
            .WithSummary("Creates a reward as a draft")
            .WithDescription("Members do not see it until it is published.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        rewards
            .MapPut("/{reward}", ChangeAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("changeReward")
            .WithSummary("Replaces what a reward is")
            .WithDescription(
                "It holds at once for what is redeemed from then on; what was redeemed before keeps its price. How a published reward is "
                    + "fulfilled cannot be changed. Takes If-Match."
            )
            .ProducesChangeProblems();
        rewards
            .MapPost("/{reward}/publish", PublishAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("publishReward")
            .WithSummary("Shows a reward to members")
            .WithDescription(
                "Refused when its windows are over or do not meet. What keeps members from having it at this moment stands in warnings. "
                    + "Takes If-Match."
            )
            .ProducesChangeProblems();
        rewards
            .MapPost("/{reward}/retire", RetireAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("retireReward")
            .WithSummary("Takes a reward out of the catalogue for good")
            .WithDescription("What was redeemed goes on. Takes If-Match.")
            .ProducesChangeProblems();
        rewards.MapRewardStock();
        rewards.MapRewardCodes();
    }

    private static async Task<Results<Ok<Page<RewardView>>, ProblemHttpResult>> ListAsync(
        string? status,
        string? kind,
        string? category,
        string? q,
        [AsParameters] PageRequest page,
        FindRewards rewards,
        FindRewardWarnings warnings,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        RewardPosition? after = null;
        if (cursor is not null && (after = ReadPosition(cursor)) is null)
        {
            return MemberCursors.Unknown.ToProblem();
        }

        if (!Choice<RewardStatus>.TryRead(status, out var wanted))
        {
            return Choice<RewardStatus>.Unknown("status").ToProblem();
        }

        if (!Choice<RewardKind>.TryRead(kind, out var ofKind))
        {
            return Choice<RewardKind>.Unknown("kind").ToProblem();
        }

        if (q?.Length > RewardQueries.SearchLengthMax || q?.Contains('\0', StringComparison.Ordinal) == true)
        {
            return new Refusal.InvalidRequest(
                "q",
                $"must have at most {RewardQueries.SearchLengthMax} characters"
            ).ToProblem();
        }

        var found = await rewards.ListAsync(
            new FindRewardsRequest(
                wanted,
                ofKind,
                category?.Replace("\0", "", StringComparison.Ordinal),
                q,
                after,
                page.Size
            ),
            cancellationToken
        );
        var known = await warnings.ReadAsync(found, cancellationToken);
        return TypedResults.Ok(page.ToPage(found, reward => RewardView.Of(reward, known), WritePosition));
    }

    private static async Task<Results<Ok<RewardView>, ProblemHttpResult>> GetAsync(
        RewardId reward,
        FindRewards rewards,
        FindRewardWarnings warnings,
        HttpContext http,
        CancellationToken cancellationToken
    ) => await http.AnswerAsync(await rewards.OneAsync(reward, cancellationToken), warnings, cancellationToken);

    private static async Task<Results<Created<RewardView>, ProblemHttpResult>> CreateAsync(
        RewardDocument body,
        CreateReward create,
        FindRewardWarnings warnings,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var created = await create.ExecuteAsync(body, cancellationToken);
        if (created.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var reward = created.Value;
        http.SetETag(reward);
        var known = await warnings.ReadAsync([reward], cancellationToken);
        return TypedResults.Created($"{Path}/{reward.Id}", RewardView.Of(reward, known));
    }

    private static Task<Results<Ok<RewardView>, ProblemHttpResult>> ChangeAsync(
        RewardId reward,
        RewardDocument body,
        ChangeReward change,
        FindRewardWarnings warnings,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => change.ExecuteAsync(new ChangeRewardRequest(reward, version, body), cancellationToken),
            warnings,
            cancellationToken
        );

    private static Task<Results<Ok<RewardView>, ProblemHttpResult>> PublishAsync(
        RewardId reward,
        PublishReward publish,
        FindRewardWarnings warnings,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => publish.ExecuteAsync(new PublishRewardRequest(reward, version), cancellationToken),
            warnings,
            cancellationToken
        );

    private static Task<Results<Ok<RewardView>, ProblemHttpResult>> RetireAsync(
        RewardId reward,
        RetireReward retire,
        FindRewardWarnings warnings,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => retire.ExecuteAsync(new RetireRewardRequest(reward, version), cancellationToken),
            warnings,
            cancellationToken
        );

    private static async Task<Results<Ok<RewardView>, ProblemHttpResult>> WithVersionAsync(
        this HttpContext http,
        Func<long, Task<Outcome<Reward>>> change,
        FindRewardWarnings warnings,
        CancellationToken cancellationToken
    )
    {
        var version = http.ReadIfMatch();
        return version.Refusal is { } missing
            ? missing.ToProblem()
            : await http.AnswerAsync(await change(version.Value), warnings, cancellationToken);
    }

    private static async Task<Results<Ok<RewardView>, ProblemHttpResult>> AnswerAsync(
        this HttpContext http,
        Outcome<Reward> outcome,
        FindRewardWarnings warnings,
        CancellationToken cancellationToken
    )
    {
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.SetETag(outcome.Value);
        var known = await warnings.ReadAsync([outcome.Value], cancellationToken);
        return TypedResults.Ok(RewardView.Of(outcome.Value, known));
    }

    private static string WritePosition(Reward reward) => MemberCursors.Write(reward.DisplayOrder, reward.Id);

    private static RewardPosition? ReadPosition(string cursor) =>
        MemberCursors.TryRead<RewardId>(cursor, out var order, out var id)
        && order is >= 0 and <= RewardDefinition.DisplayOrderMax
            ? new RewardPosition((int)order, id)
            : null;

    private static void ProducesChangeProblems(this RouteHandlerBuilder endpoint) =>
        endpoint
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}
