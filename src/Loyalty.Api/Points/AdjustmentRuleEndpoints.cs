using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Points;

/// <summary>The reasons that staff may give, and what each role may adjust. There are few of both: a list holds all of them.</summary>
internal static class AdjustmentRuleEndpoints
{
    private const int ReasonsMax = 200;

    public static void MapAdjustmentRules(this RouteGroupBuilder adjustments)
    {
        adjustments
            .MapGet("/adjustment-reasons", ListReasons)
            .WithName("listAdjustmentReasons")
            .WithSummary("Lists the reasons by code");
        adjustments
            .MapPut("/adjustment-reasons/{code}", PutReason)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("putAdjustmentReason")
            .WithSummary("Adds a reason or changes it")
            .WithDescription("Reasons are never deleted, because entries name them: set `active` to false.")
            .Refuses(400, 409, 422);
        adjustments
            .MapGet("/adjustment-limits", ListLimits)
            .WithName("listAdjustmentLimits")
            .WithSummary("Lists what each role may adjust");
        adjustments
            .MapPut("/adjustment-limits/{role}", PutLimit)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("putAdjustmentLimit")
            .WithSummary("Changes what a role may adjust")
            .Refuses(400, 404, 422);
    }

    private static async Task<Ok<IReadOnlyList<AdjustmentReasonView>>> ListReasons(
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var reasons = await context.AdjustmentReasons.AsNoTracking().ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<AdjustmentReasonView>>([
            .. reasons.OrderBy(reason => reason.Code, StringComparer.Ordinal).Select(AdjustmentReasonView.Of),
        ]);
    }

    private static async Task<Results<Ok<AdjustmentReasonView>, ProblemHttpResult>> PutReason(
        string code,
        AdjustmentReasonBody body,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        errors.Check(
            AdjustmentReason.IsCode(code),
            "code",
            $"must be 2 to {LedgerOperation.ReasonLengthMax} capital letters, digits and underscores, beginning with a letter"
        );
        var name = errors.Required("name", body.Name, AdjustmentReason.NameLengthMax);
        if (errors.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var reason = await context.AdjustmentReasons.FindAsync([code], cancellationToken);
        if (reason is null)
        {
            if (await context.AdjustmentReasons.CountAsync(cancellationToken) >= ReasonsMax)
            {
                return new TooManyReasons().ToProblem();
            }

            reason = new AdjustmentReason
            {
                Code = code,
                Name = name,
                Active = body.Active,
            };
            context.AdjustmentReasons.Add(reason);
        }

        (reason.Name, reason.Active) = (name, body.Active);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new Application.Members.MemberRefusals.TryAgain().ToProblem();
        }

        return TypedResults.Ok(AdjustmentReasonView.Of(reason));
    }

    private static async Task<Ok<IReadOnlyList<AdjustmentLimitView>>> ListLimits(
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var limits = await context.AdjustmentLimits.AsNoTracking().ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<AdjustmentLimitView>>([
            .. limits.OrderBy(limit => limit.Role, StringComparer.Ordinal).Select(AdjustmentLimitView.Of),
        ]);
    }

    private static async Task<Results<Ok<AdjustmentLimitView>, ProblemHttpResult>> PutLimit(
        string role,
        AdjustmentLimitBody body,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var limit = await context.AdjustmentLimits.FirstOrDefaultAsync(row => row.Role == role, cancellationToken);
        if (limit is null)
        {
            return new Refusal.NoSuch("role with a limit").ToProblem();
        }

        var errors = new FieldErrors();
        const string range = "must be between 0 and 1000000000000";
        errors.Check(body.AloneMax is >= 0 and <= Application.Points.PointsOperations.PointsMax, "aloneMax", range);
        errors.Check(body.PerDayMax is >= 0 and <= Application.Points.PointsOperations.PointsMax, "perDayMax", range);
        if (errors.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        (limit.AloneMax, limit.PerDayMax) = (body.AloneMax, body.PerDayMax);
        await context.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(AdjustmentLimitView.Of(limit));
    }

    public sealed record TooManyReasons()
        : Refusal("too-many-adjustment-reasons", RefusalKind.Conflict, "There are as many reasons as there can be.");
}

/// <param name="Name">for staff, and for the member in the explanation of the entry.</param>
/// <param name="Active">whether staff may give it.</param>
public sealed record AdjustmentReasonBody(string Name, bool Active = true);

public sealed record AdjustmentReasonView(string Code, string Name, bool Active)
{
    internal static AdjustmentReasonView Of(AdjustmentReason reason) => new(reason.Code, reason.Name, reason.Active);
}

/// <param name="AloneMax">points above which a second person approves.</param>
/// <param name="PerDayMax">points that one person may ask for in a day of the programme's zone.</param>
public sealed record AdjustmentLimitBody(long AloneMax, long PerDayMax);

/// <param name="Role"><c>support</c>, <c>manager</c> or <c>administrator</c>.</param>
public sealed record AdjustmentLimitView(string Role, long AloneMax, long PerDayMax)
{
    internal static AdjustmentLimitView Of(AdjustmentLimit limit) => new(limit.Role, limit.AloneMax, limit.PerDayMax);
}
