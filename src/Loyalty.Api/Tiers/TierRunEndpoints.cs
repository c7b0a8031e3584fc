using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Tiers;
using Loyalty.Domain;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Tiers;

/// <summary>Passes over all members: what a change would do, and what it does.</summary>
internal static class TierRunEndpoints
{
    public static void MapTierRuns(this RouteGroupBuilder sets)
    {
        sets.MapPost("/{code}/previews", PreviewAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("previewTierSet")
            .WithSummary("Counts who would move by the draft")
            .WithDescription(
                "Goes over all members and changes nothing; read the run until it is finished. Without a draft the definition in force is "
                    + "taken. Counted is the tier by the basis, without those given by hand, and for who would fall the tier after the days "
                    + "of grace."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        sets.MapGet("/{code}/runs", ListAsync)
            .WithName("listTierRuns")
            .WithSummary("Lists passes over all members, newest first")
            .WithDescription("The newest 50.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        sets.MapGet("/{code}/runs/{run}", GetAsync)
            .WithName("getTierRun")
            .WithSummary("Reads how far a pass over all members is, and who moves")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private const int RunsMax = 50;

    private static async Task<Results<Accepted<TierRunView>, ProblemHttpResult>> PreviewAsync(
        string code,
        RequestTierRun request,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (!TierSetCode.TryParse(code, out var set))
        {
            return TierSetEndpoints.NoSuch.ToProblem();
        }

        var asked = await request.PreviewAsync(set, http.Subject(), cancellationToken);
        return asked.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Accepted(
                $"/api/admin/v1/tier-sets/{set}/runs/{asked.Value.Id}",
                TierRunView.Of(asked.Value)
            );
    }

    private static async Task<Results<Ok<Page<TierRunView>>, ProblemHttpResult>> ListAsync(
        string code,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (
            !TierSetCode.TryParse(code, out var set)
            || !await context.TierSets.AnyAsync(one => one.Code == set, cancellationToken)
        )
        {
            return TierSetEndpoints.NoSuch.ToProblem();
        }

        var runs = await context
            .TierRuns.AsNoTracking()
            .Where(run => run.TierSet == set)
            .OrderByDescending(run => run.RequestedAt)
            .Take(RunsMax)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Page<TierRunView>([.. runs.Select(TierRunView.Of)], Next: null));
    }

    private static async Task<Results<Ok<TierRunView>, ProblemHttpResult>> GetAsync(
        string code,
        TierRunId run,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var found = TierSetCode.TryParse(code, out var set)
            ? await context
                .TierRuns.AsNoTracking()
                .FirstOrDefaultAsync(one => one.Id == run && one.TierSet == set, cancellationToken)
            : null;
        return found is null ? new Refusal.NoSuch("run").ToProblem() : TypedResults.Ok(TierRunView.Of(found));
    }
}
