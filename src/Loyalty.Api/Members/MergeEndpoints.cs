using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Points;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Members;

/// <param name="Duplicate">the account that becomes part of the other one.</param>
public sealed record MergeRequest(MemberId Duplicate);

/// <param name="Points">one a currency of the duplicate.</param>
/// <param name="ExternalIds">the systems whose ids move.</param>
/// <param name="Conflicts">systems in which both have an id: the duplicate's stays behind.</param>
/// <param name="Household">what becomes of the duplicate's place in a household; null for who is in none.</param>
public sealed record MergePreviewView(
    IReadOnlyList<MergingPointsView> Points,
    int Cards,
    int Links,
    int SignIns,
    int Vehicles,
    IReadOnlyList<string> ExternalIds,
    IReadOnlyList<string> Conflicts,
    MergingHousehold? Household
)
{
    internal static MergePreviewView Of(MergePreview preview) =>
        new(
            [
                .. preview.Moving.Select(one => new MergingPointsView(
                    one.Currency,
                    one.Duplicate,
                    one.Survivor,
                    one.Duplicate + one.Survivor,
                    one.Arrears,
                    [.. one.Lapsing.Select(part => new LapsingView(part.Day, part.Points))]
                )),
            ],
            preview.Cards,
            preview.Links,
            preview.SignIns,
            preview.Vehicles,
            preview.ExternalIds,
            preview.Conflicts,
            preview.Household
        );
}

/// <param name="Duplicate">the balance that moves; negative for arrears.</param>
/// <param name="Survivor">the balance that it is added to.</param>
/// <param name="After">the survivor's balance after the merge.</param>
/// <param name="Arrears">what the duplicate owes; the survivor takes it over.</param>
/// <param name="Lapsing">when the duplicate's points lapse; they keep their days.</param>
public sealed record MergingPointsView(
    PointCurrencyCode Currency,
    long Duplicate,
    long Survivor,
    long After,
    long Arrears,
    IReadOnlyList<LapsingView> Lapsing
);

/// <param name="Day">the last day on which they can be spent.</param>
public sealed record LapsingView(DateOnly Day, long Points);

/// <param name="UndoUntil">from this instant on it cannot be undone.</param>
/// <param name="UndoneAt">null while it holds.</param>
public sealed record MergeView(
    MergeId Id,
    MemberId Survivor,
    MemberId Duplicate,
    DateTimeOffset MergedAt,
    string By,
    DateTimeOffset UndoUntil,
    DateTimeOffset? UndoneAt,
    string? UndoneBy
)
{
    internal static MergeView Of(MemberMerge merge) =>
        new(
            merge.Id,
            merge.SurvivorId,
            merge.DuplicateId,
            merge.MergedAt,
            merge.MergedBy,
            merge.UndoUntil,
            merge.UndoneAt,
            merge.UndoneBy
        );
}

/// <summary>Two accounts of one person become one, and two again.</summary>
internal static class MergeEndpoints
{
    public static void MapMerges(this RouteGroupBuilder admin, RouteGroupBuilder members, RouteGroupBuilder writes)
    {
        members
            .MapGet("/{id}/merges/preview", Preview)
            .WithName("previewMerge")
            .WithSummary("See what merging a duplicate into this member would do")
            .Refuses(404, 409, 422);
        writes
            .MapPost("/{id}/merges", Merge)
            .WithName("mergeMember")
            .WithSummary("Merge a duplicate into this member")
            .WithDescription(
                "Points with their lots and arrears, cards, links, sign-ins, vehicles and ids move; the duplicate becomes `merged`, and what names it from then on means this member. Merging what is merged changes nothing."
            )
            // The ledger writes in a transaction of its own; sent twice it merges once.
            .KeepsItsKey()
            .Refuses(400, 404, 409, 422);
        var merges = admin.MapGroup("/merges").WithTags("Members");
        merges.MapGet("/{id}", Get).WithName("getMerge").WithSummary("Read a merge").Refuses(404);
        merges
            .MapPost("/{id}/undo", Undo)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("undoMerge")
            .WithSummary("Undo a merge")
            .WithDescription(
                "Within the programme's `mergeUndoDays`. Gives back what came and has not lapsed; refused when it was spent. What happened since stays with the survivor."
            )
            .KeepsItsKey()
            .Refuses(404, 409);
    }

    private static async Task<Results<Ok<MergePreviewView>, ProblemHttpResult>> Preview(
        MemberId id,
        [FromQuery] MemberId duplicate,
        MergeMembers merge,
        CancellationToken cancellationToken
    ) => (await merge.PreviewAsync(id, duplicate, cancellationToken)).ToOk(MergePreviewView.Of);

    private static async Task<Results<Created<MergeView>, ProblemHttpResult>> Merge(
        MemberId id,
        MergeRequest body,
        MergeMembers merge,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        (await merge.ExecuteAsync(id, body.Duplicate, http.User.Subject(), cancellationToken)).ToCreated(
            MergeView.Of,
            made => $"/api/admin/v1/merges/{made.Id}"
        );

    private static async Task<Results<Ok<MergeView>, ProblemHttpResult>> Get(
        MergeId id,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    ) =>
        await context.MemberMerges.AsNoTracking().FirstOrDefaultAsync(merge => merge.Id == id, cancellationToken)
            is { } merge
            ? TypedResults.Ok(MergeView.Of(merge))
            : new Refusal.NoSuch("merge").ToProblem();

    private static async Task<Results<Ok<MergeView>, ProblemHttpResult>> Undo(
        MergeId id,
        UndoMerge undo,
        HttpContext http,
        CancellationToken cancellationToken
    ) => (await undo.ExecuteAsync(id, http.User.Subject(), cancellationToken)).ToOk(MergeView.Of);
}
