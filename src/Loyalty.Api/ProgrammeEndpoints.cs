using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application;
using Loyalty.Domain;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api;

public static class ProgrammeEndpoints
{
    public static void MapProgramme(this RouteGroupBuilder admin)
    {
        var programme = admin.MapGroup("/programme").WithTags("Programme");
        programme.MapGet("", GetAsync).WithName("getProgramme").WithSummary("Reads what holds for the whole club");
        programme
            .MapPut("", ChangeAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("changeProgramme")
            .WithSummary("Changes name, time zone and policies")
            .WithDescription(
                "Holds for what happens from then on; lots keep the day on which they lapse. Takes If-Match."
            )
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Ok<ProgrammeView>> GetAsync(
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var programme = await context.Programmes.AsNoTracking().SingleAsync(cancellationToken);
        http.SetETag(programme);
        return TypedResults.Ok(ProgrammeView.Of(programme));
    }

    private static async Task<Results<Ok<ProgrammeView>, ProblemHttpResult>> ChangeAsync(
        ProgrammeView body,
        ChangeProgramme change,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var version = http.ReadIfMatch();
        if (version.Refusal is { } missing)
        {
            return missing.ToProblem();
        }

        var changed = await change.ExecuteAsync(
            new ChangeProgrammeRequest(
                version.Value,
                body.Name,
                body.TimeZone,
                body.ReturnPolicy,
                body.LapsedReturnGraceDays,
                body.TransfersAllowed,
                body.MergeUndoDays
            ),
            cancellationToken
        );
        if (changed.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.SetETag(changed.Value);
        return TypedResults.Ok(ProgrammeView.Of(changed.Value));
    }
}

/// <param name="TimeZone">an id of the IANA database, such as <c>Asia/Shanghai</c>: the zone in which days begin and end.</param>
/// <param name="ReturnPolicy">what happens to spent points of a purchase that is returned: <c>pendingOnly</c>,
/// <c>withinBalance</c> or <c>withArrears</c>.</param>
/// <param name="LapsedReturnGraceDays">a redemption that is given back returns points to the lots that they came from; where a
/// lot has lapsed meanwhile, they can be spent for this many days; null: they lapse at once.</param>
/// <param name="TransfersAllowed">whether members may hand points to each other.</param>
/// <param name="MergeUndoDays">how many days a merge of two members can be undone, 0 to 365.</param>
public sealed record ProgrammeView(
    string Name,
    string TimeZone,
    ReturnPolicy ReturnPolicy,
    int? LapsedReturnGraceDays = null,
    bool TransfersAllowed = false,
    int MergeUndoDays = Programme.MergeUndoDaysDefault
)
{
    internal static ProgrammeView Of(Programme programme) =>
        new(
            programme.Name,
            programme.TimeZone,
            programme.ReturnPolicy,
            programme.LapsedReturnGraceDays,
            programme.TransfersAllowed,
            programme.MergeUndoDays
        );
}
