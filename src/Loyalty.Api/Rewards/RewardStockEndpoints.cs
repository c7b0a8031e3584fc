using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Rewards;

/// <summary>What was taken of a reward, and by whom.</summary>
internal static class RewardStockEndpoints
{
    public static void MapRewardStock(this RouteGroupBuilder rewards)
    {
        rewards
            .MapGet("/{reward}/stock", StockAsync)
            .WithName("getRewardStock")
            .WithSummary("Counts what was taken and what is left")
            .ProducesProblem(StatusCodes.Status404NotFound);
        rewards
            .MapGet("/{reward}/claims", ClaimsAsync)
            .WithName("listRewardClaims")
            .WithSummary("Lists redemptions of a reward, newest first")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<RewardStockView>, ProblemHttpResult>> StockAsync(
        RewardId reward,
        ReportRewardStock report,
        CancellationToken cancellationToken
    )
    {
        var counted = await report.ExecuteAsync(reward, cancellationToken);
        return counted.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(RewardStockView.Of(counted.Value));
    }

    private static async Task<Results<Ok<Page<RewardClaimView>>, ProblemHttpResult>> ClaimsAsync(
        RewardId reward,
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (!await context.Rewards.AnyAsync(one => one.Id == reward, cancellationToken))
        {
            return new Refusal.NoSuch("reward").ToProblem();
        }

        var claims = context.Redemptions.AsNoTracking().Where(redemption => redemption.RewardId == reward);
        if (cursor is not null)
        {
            if (
                !MemberCursors.TryRead<RedemptionId>(cursor, out var microseconds, out var id)
                || !MemberCursors.TryInstant(microseconds, out var before)
            )
            {
                return MemberCursors.Unknown.ToProblem();
            }

            claims = claims.Where(claim =>
                claim.RequestedAt < before || (claim.RequestedAt == before && claim.Id > id)
            );
        }

        var rows = await claims
            .OrderByDescending(claim => claim.RequestedAt)
            .ThenBy(claim => claim.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(
                rows,
                RewardClaimView.Of,
                claim => MemberCursors.Write(claim.RequestedAt.ToUnixTimeMicroseconds(), claim.Id)
            )
        );
    }
}
