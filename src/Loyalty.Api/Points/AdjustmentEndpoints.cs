using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Points;

/// <summary>Corrections by staff, the second person's decision, and the club's own reasons and limits.</summary>
internal static class AdjustmentEndpoints
{
    public static void MapAdjustments(this RouteGroupBuilder admin)
    {
        var all = admin.MapGroup("").WithTags("Adjustments");
        all.MapPost("/members/{id}/adjustments", Request)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("adjustPoints")
            .WithSummary("Correct a member's points")
            .WithDescription(
                "Within the limit of your role it is `posted` at once; above it is `pending` until a second person approves. Points added go into a lot of today, funded by the club; points taken must be available. Takes `Idempotency-Key`."
            )
            .KeepsItsKey()
            .Refuses(400, 404, 409, 422);
        all.MapGet("/adjustments", List)
            .WithName("listAdjustments")
            .WithSummary("List adjustments of one status, in the order of their ids")
            .Refuses(422);
        all.MapGet("/adjustments/{id}", Get).WithName("getAdjustment").WithSummary("Reads an adjustment").Refuses(404);
        all.MapPost("/adjustments/{id}/approve", Approve)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("approveAdjustment")
            .WithSummary("Approve an adjustment of somebody else")
            .WithDescription("It is posted at once. Refused to whoever asked for it.")
            .KeepsItsKey()
            .Refuses(404, 409);
        all.MapPost("/adjustments/{id}/reject", Reject)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("rejectAdjustment")
            .WithSummary("Reject an adjustment")
            .KeepsItsKey()
            .Refuses(404, 409);
        all.MapAdjustmentRules();
    }

    private static async Task<Results<Created<AdjustmentView>, ProblemHttpResult>> Request(
        MemberId id,
        AdjustmentBody body,
        AdjustPoints adjust,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var request = new AdjustmentRequest(body.Currency, body.Points, body.Reason, body.Note);
        var done = await http.AsCallerAsync(caller =>
            adjust.RequestAsync(id, request, Staff(http.User), caller.Key, cancellationToken)
        );
        return done.ToCreated(AdjustmentView.Of, adjustment => $"/api/admin/v1/adjustments/{adjustment.Id}");
    }

    private static Task<Results<Ok<AdjustmentView>, ProblemHttpResult>> Approve(
        AdjustmentId id,
        AdjustPoints adjust,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => DecideAsync(id, approved: true, adjust, user, cancellationToken);

    private static Task<Results<Ok<AdjustmentView>, ProblemHttpResult>> Reject(
        AdjustmentId id,
        AdjustPoints adjust,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => DecideAsync(id, approved: false, adjust, user, cancellationToken);

    private static async Task<Results<Ok<AdjustmentView>, ProblemHttpResult>> DecideAsync(
        AdjustmentId id,
        bool approved,
        AdjustPoints adjust,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => (await adjust.DecideAsync(id, approved, Staff(user), cancellationToken)).ToOk(AdjustmentView.Of);

    private static async Task<Results<Ok<Page<AdjustmentView>>, ProblemHttpResult>> List(
        AdjustmentStatus? status,
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var wanted = status ?? AdjustmentStatus.Pending;
        var rows = context.Adjustments.AsNoTracking().Where(adjustment => adjustment.Status == wanted);
        if (position is not null)
        {
            if (!AdjustmentId.TryParse(position, null, out var after))
            {
                return new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem();
            }

            rows = rows.Where(adjustment => adjustment.Id > after);
        }

        var found = await rows.OrderBy(adjustment => adjustment.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(found, AdjustmentView.Of, adjustment => adjustment.Id.ToString()));
    }

    private static async Task<Results<Ok<AdjustmentView>, ProblemHttpResult>> Get(
        AdjustmentId id,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    ) =>
        await context.Adjustments.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken)
            is { } found
            ? TypedResults.Ok(AdjustmentView.Of(found))
            : new Refusal.NoSuch("adjustment").ToProblem();

    private static StaffCaller Staff(ClaimsPrincipal user) =>
        new(user.Subject(), [.. ((string[])["support", "manager", "administrator"]).Where(user.IsInRole)]);
}

/// <param name="Currency">the code of one of the club's point currencies.</param>
/// <param name="Points">not 0; negative ones take points away.</param>
/// <param name="Reason">the code of an active reason.</param>
/// <param name="Note">for staff; the member does not see it.</param>
public sealed record AdjustmentBody(string Currency, long Points, string Reason, string? Note = null);

/// <param name="Status"><c>pending</c> until a second person decides; <c>approved</c> only while the ledger cannot be
/// reached: approve it again.</param>
/// <param name="RequestedBy">the subject of whoever asked.</param>
/// <param name="DecidedBy">the subject of the second person; null when none was needed.</param>
/// <param name="Operation">what posted it; null before.</param>
public sealed record AdjustmentView(
    AdjustmentId Id,
    MemberId Member,
    PointCurrencyCode Currency,
    long Points,
    string Reason,
    string? Note,
    AdjustmentStatus Status,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    OperationKey? Operation
)
{
    internal static AdjustmentView Of(Adjustment adjustment) =>
        new(
            adjustment.Id,
            adjustment.MemberId,
            adjustment.Currency,
            adjustment.Points,
            adjustment.Reason,
            adjustment.Note,
            adjustment.Status,
            adjustment.RequestedBy,
            adjustment.RequestedAt,
            adjustment.DecidedBy,
            adjustment.DecidedAt,
            adjustment.Status == AdjustmentStatus.Posted ? AdjustPoints.OperationOf(adjustment.Id) : null
        );
}
