using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Partners;

/// <summary>Disputes of statement lines: a partner opens them, staff answer.</summary>
internal static class DisputeEndpoints
{
    public static void MapDisputes(this RouteGroupBuilder own)
    {
        var disputes = own.MapGroup("/disputes").WithTags("Disputes");
        disputes
            .MapPost("/", OpenAsync)
            .WithName("openDispute")
            .WithSummary("Dispute a line of a statement")
            .WithDescription(
                "Of an open or a closed statement, by the line's name: `line`. A line has one open dispute at a time."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        MapReading(disputes, whose: "");
    }

    public static void MapPartnerDisputes(this RouteGroupBuilder partners)
    {
        var disputes = partners
            .MapGroup("/{partner}/disputes")
            .AddEndpointFilter<RouteGroupBuilder, PathPartnerFilter>();
        MapReading(disputes, "Partner");
        Decide(disputes, DisputeStatus.Accepted, "accept", "The club agrees. Figures follow later: correct it then.");
        Decide(disputes, DisputeStatus.Rejected, "reject", "The club does not agree, and says why.");
        disputes
            .MapPost("/{id}/correct", CorrectAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("correctPartnerDispute")
            .WithSummary("Correct a disputed line in the next statement")
            .WithDescription(
                "Of an open or an accepted dispute. The correction is a line of its own in the next statement that is closed; the "
                    + "disputed statement stays as it was."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static void MapReading(RouteGroupBuilder disputes, string whose)
    {
        disputes.ProducesProblem(StatusCodes.Status404NotFound);
        disputes
            .MapGet("/", ListAsync)
            .WithName($"list{whose}Disputes")
            .WithSummary("List disputes, newest first")
            .WithDescription("With `status` those that have it. Without their history.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        disputes
            .MapGet("/{id}", GetAsync)
            .WithName($"get{whose}Dispute")
            .WithSummary("Read a dispute with its history");
    }

    private static void Decide(RouteGroupBuilder disputes, DisputeStatus status, string verb, string description) =>
        disputes
            .MapPost(
                $"/{{id}}/{verb}",
                (
                    string id,
                    DecideDisputeBody body,
                    CurrentPartner current,
                    DecideDispute decide,
                    LoyaltyDbContext context,
                    ClaimsPrincipal user,
                    CancellationToken cancellationToken
                ) =>
                    DecideAsync(
                        id,
                        new Decision(status, body.Text, Correction: null),
                        current,
                        decide,
                        context,
                        user,
                        cancellationToken
                    )
            )
            .RequireAuthorization(Policies.StaffManage)
            .WithName($"{verb}PartnerDispute")
            .WithSummary($"{char.ToUpperInvariant(verb[0])}{verb[1..]} an open dispute")
            .WithDescription(description)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private sealed record Decision(DisputeStatus Status, string Text, DisputeCorrection? Correction);

    /// <param name="Status"><c>open</c>, <c>accepted</c>, <c>rejected</c> or <c>corrected</c>.</param>
    internal readonly record struct DisputeFilter(string? Status);

    private static async Task<Results<Created<DisputeView>, ProblemHttpResult>> OpenAsync(
        OpenDisputeBody body,
        CurrentPartner current,
        OpenDispute open,
        LoyaltyDbContext context,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    )
    {
        if (!AccountingMonth.TryParse(body.Month, out var month))
        {
            return new Refusal.InvalidRequest("month", "must be a month such as 2026-10").ToProblem();
        }

        var opened = await open.ExecuteAsync(
            new OpenDisputeRequest(
                current.Partner,
                month,
                body.Line,
                body.Reason,
                body.Text,
                CurrentPartner.ClientIdOf(user)
            ),
            cancellationToken
        );
        return opened.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Created(
                $"/api/partner/v1/disputes/{opened.Value.Id}",
                await ViewAsync(opened.Value, context, cancellationToken)
            );
    }

    private static Task<Results<Ok<DisputeView>, ProblemHttpResult>> CorrectAsync(
        string id,
        CorrectDisputeBody body,
        CurrentPartner current,
        DecideDispute decide,
        LoyaltyDbContext context,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) =>
        DecideAsync(
            id,
            new Decision(
                DisputeStatus.Corrected,
                body.Text,
                new DisputeCorrection(body.PointCurrency, body.Points, body.Money)
            ),
            current,
            decide,
            context,
            user,
            cancellationToken
        );

    private static async Task<Results<Ok<DisputeView>, ProblemHttpResult>> DecideAsync(
        string id,
        Decision decision,
        CurrentPartner current,
        DecideDispute decide,
        LoyaltyDbContext context,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    )
    {
        if (
            !Identifier.TryParse<DisputeId>(id, out var dispute)
            || !await context.LineDisputes.AnyAsync(
                one => one.Id == dispute && one.PartnerId == current.Id,
                cancellationToken
            )
        )
        {
            return new Refusal.NoSuch("dispute").ToProblem();
        }

        var by = user.FindFirstValue("sub") ?? user.FindFirstValue("client_id") ?? "";
        var decided = await decide.ExecuteAsync(
            new DecideDisputeRequest(dispute, decision.Status, decision.Text, decision.Correction, by),
            cancellationToken
        );
        return decided.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(await ViewAsync(decided.Value, context, cancellationToken));
    }

    private static async Task<Results<Ok<Page<DisputeView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] DisputeFilter filter,
        [AsParameters] PageRequest page,
        CurrentPartner current,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var place = position is null ? null : InstantCursors.Read<DisputeId>(position);
        if (position is not null && place is null)
        {
            return new Refusal.InvalidRequest("after", "is not a cursor of this list").ToProblem();
        }

        DisputeStatus status = default;
        if (
            filter.Status is { } word
            && (!Enum.TryParse(word, ignoreCase: true, out status) || !Enum.IsDefined(status))
        )
        {
            return new Refusal.InvalidRequest("status", "must be open, accepted, rejected or corrected").ToProblem();
        }

        var owner = current.Id;
        var query = context
            .LineDisputes.AsNoTracking()
            .Where(one => one.PartnerId == owner)
            .Where(one => filter.Status == null || one.Status == status);
        if (place is var (at, before))
        {
            query = query.Where(one => one.OpenedAt < at || (one.OpenedAt == at && one.Id < before));
        }

        var rows = await query
            .OrderByDescending(one => one.OpenedAt)
            .ThenByDescending(one => one.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(
                rows,
                one => DisputeView.Of(one, steps: null),
                one => InstantCursors.Write(one.OpenedAt, one.Id)
            )
        );
    }

    private static async Task<Results<Ok<DisputeView>, ProblemHttpResult>> GetAsync(
        string id,
        CurrentPartner current,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var owner = current.Id;
        var dispute = Identifier.TryParse<DisputeId>(id, out var parsed)
            ? await context
                .LineDisputes.AsNoTracking()
                .FirstOrDefaultAsync(one => one.Id == parsed && one.PartnerId == owner, cancellationToken)
            : null;
        return dispute is null
            ? new Refusal.NoSuch("dispute").ToProblem()
            : TypedResults.Ok(await ViewAsync(dispute, context, cancellationToken));
    }

    private static async Task<DisputeView> ViewAsync(
        LineDispute dispute,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var steps = await context
            .DisputeSteps.AsNoTracking()
            .Where(step => step.DisputeId == dispute.Id)
            .OrderBy(step => step.Number)
            .ToListAsync(cancellationToken);
        return DisputeView.Of(dispute, steps);
    }
}
