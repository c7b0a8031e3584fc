using System.Globalization;
using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Tiers;
using Loyalty.Domain;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Tiers;

public static class TierSetEndpoints
{
    private const string Path = "/api/admin/v1/tier-sets";

    public static void MapTiers(this RouteGroupBuilder admin)
    {
        var sets = admin.MapGroup("/tier-sets").WithTags("Tiers");
        sets.MapGet("", ListAsync)
            .WithName("listTierSets")
            .WithSummary("Lists tier sets in the order of display")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        sets.MapGet("/{code}", GetAsync)
            .WithName("getTierSet")
            .WithSummary("Reads a tier set with its draft and the definition in force")
            .ProducesProblem(StatusCodes.Status404NotFound);
        sets.MapGet("/{code}/versions", VersionsAsync)
            .WithName("listTierSetVersions")
            .WithSummary("Lists the definitions that were put in force, newest first")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        sets.MapPost("", CreateAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("createTierSet")
            .WithSummary("Creates a tier set as a draft")
            .WithDescription(
                "Nobody holds its tiers until it is activated. The codes of its tiers are its own for ever."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        sets.MapPut("/{code}", ChangeAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("changeTierSet")
            .WithSummary("Changes name and order, and the draft")
            .WithDescription(
                "Name and order hold at once. A definition becomes the draft; what is in force stays until it is activated. Takes If-Match."
            )
            .ProducesChangeProblems();
        sets.MapDelete("/{code}/draft", DiscardAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("discardTierSetDraft")
            .WithSummary("Puts the draft away")
            .WithDescription("A set that was never activated goes with it. Takes If-Match.")
            .ProducesChangeProblems();
        sets.MapPost("/{code}/activate", ActivateAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("activateTierSet")
            .WithSummary("Puts the draft in force")
            .WithDescription(
                "Begins a pass over all members: who reaches a tier by it rises then; who does not earn the tier held any more has the "
                    + "days of grace. Preview it first. Takes If-Match."
            )
            .ProducesChangeProblems();
        sets.MapPost("/{code}/retire", RetireAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("retireTierSet")
            .WithSummary("Ends a tier set for good")
            .WithDescription("Nobody holds its tiers from then on; the history stays. Takes If-Match.")
            .ProducesChangeProblems();
        sets.MapTierRuns();
    }

    internal static string Subject(this HttpContext http) =>
        http.User.FindFirstValue("sub") ?? http.User.FindFirstValue("client_id") ?? "";

    internal static Refusal NoSuch { get; } = new Refusal.NoSuch("tier set");

    private static async Task<Results<Ok<Page<TierSetView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        // There are few: all are read, in an order that does not hang on the database's collation.
        var all = (
            await context
                .TierSets.AsNoTracking()
                .OrderBy(set => set.Code)
                .Take(TierBounds.SetsMax)
                .ToListAsync(cancellationToken)
        )
            .OrderBy(set => set.DisplayOrder)
            .ThenBy(set => set.Code.Value, StringComparer.Ordinal)
            .ToList();
        var start = position is null ? 0 : all.FindIndex(set => set.Code.Value == position) + 1;
        if (position is not null && start == 0)
        {
            return new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem();
        }

        var rows = all.Skip(start).Take(page.Size + 1).ToList();
        return TypedResults.Ok(page.ToPage(rows, TierSetView.Of, set => set.Code.Value));
    }

    private static async Task<Results<Ok<TierSetView>, ProblemHttpResult>> GetAsync(
        string code,
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var found = TierSetCode.TryParse(code, out var parsed)
            ? await context.TierSets.AsNoTracking().FirstOrDefaultAsync(set => set.Code == parsed, cancellationToken)
            : null;
        return found is null ? NoSuch.ToProblem() : http.Answer(found);
    }

    private static async Task<Results<Ok<Page<TierSetVersionView>>, ProblemHttpResult>> VersionsAsync(
        string code,
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var before = int.MaxValue;
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (
            position is not null
            && !int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out before)
        )
        {
            return new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem();
        }

        if (
            !TierSetCode.TryParse(code, out var parsed)
            || !await context.TierSets.AnyAsync(set => set.Code == parsed, cancellationToken)
        )
        {
            return NoSuch.ToProblem();
        }

        var rows = await context
            .TierSetVersions.AsNoTracking()
            .Where(version => version.TierSet == parsed && version.Number < before)
            .OrderByDescending(version => version.Number)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(rows, TierSetVersionView.Of, version => version.Number.ToString(CultureInfo.InvariantCulture))
        );
    }

    private static async Task<Results<Created<TierSetView>, ProblemHttpResult>> CreateAsync(
        CreateTierSetBody body,
        CreateTierSet create,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var created = await create.ExecuteAsync(
            new CreateTierSetRequest(body.Code, body.Name, body.DisplayOrder, body.Definition),
            cancellationToken
        );
        if (created.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.SetETag(created.Value);
        return TypedResults.Created($"{Path}/{created.Value.Code}", TierSetView.Of(created.Value));
    }

    private static Task<Results<Ok<TierSetView>, ProblemHttpResult>> ChangeAsync(
        string code,
        ChangeTierSetBody body,
        ChangeTierSet change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithSetAsync(
            code,
            (set, version) =>
                change.ExecuteAsync(
                    new ChangeTierSetRequest(set, version, body.Name, body.DisplayOrder, body.Definition),
                    cancellationToken
                ),
            http.Answer
        );

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(
        string code,
        ChangeTierSet change,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (!TierSetCode.TryParse(code, out var set))
        {
            return NoSuch.ToProblem();
        }

        var version = http.ReadIfMatch();
        var refusal =
            version.Refusal ?? (await change.DiscardDraftAsync(set, version.Value, cancellationToken)).Refusal;
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }

    private static Task<Results<Ok<ActivatedTierSetView>, ProblemHttpResult>> ActivateAsync(
        string code,
        ActivateTierSet activate,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithSetAsync(
            code,
            (set, version) =>
                activate.ExecuteAsync(new ActivateTierSetRequest(set, version, http.Subject()), cancellationToken),
            activated =>
            {
                http.SetETag(activated.Set);
                return TypedResults.Ok(
                    new ActivatedTierSetView(TierSetView.Of(activated.Set), TierRunView.Of(activated.Run))
                );
            }
        );

    private static Task<Results<Ok<TierSetView>, ProblemHttpResult>> RetireAsync(
        string code,
        ActivateTierSet activate,
        HttpContext http,
        CancellationToken cancellationToken
    ) => http.WithSetAsync(code, (set, version) => activate.RetireAsync(set, version, cancellationToken), http.Answer);

    private static Ok<TierSetView> Answer(this HttpContext http, TierSet set)
    {
        http.SetETag(set);
        return TypedResults.Ok(TierSetView.Of(set));
    }

    private static async Task<Results<Ok<TView>, ProblemHttpResult>> WithSetAsync<T, TView>(
        this HttpContext http,
        string code,
        Func<TierSetCode, long, Task<Outcome<T>>> change,
        Func<T, Ok<TView>> answer
    )
    {
        if (!TierSetCode.TryParse(code, out var set))
        {
            return NoSuch.ToProblem();
        }

        var version = http.ReadIfMatch();
        if (version.Refusal is { } missing)
        {
            return missing.ToProblem();
        }

        var changed = await change(set, version.Value);
        return changed.Refusal is { } refusal ? refusal.ToProblem() : answer(changed.Value);
    }

    private static void ProducesChangeProblems(this RouteHandlerBuilder endpoint) =>
        endpoint
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}
