using Loyalty.Api.Http;
using Loyalty.Api.Points;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Members;

/// <summary>What happened between a member and the brand, and whom the member is bound to.</summary>
internal static class HistoryEndpoints
{
    public static void MapHistory(this RouteGroupBuilder members, RouteGroupBuilder writes)
    {
        members
            .MapGet("/{id}/interactions", Interactions)
            .WithName("listInteractions")
            .WithSummary("List purchases, service visits, inquiries and complaints, the newest first")
            .Refuses(404, 422);
        members
            .MapGet(
                "/{id}/relations",
                (MemberId id, MemberRecords records, CancellationToken cancellationToken) =>
                    records.ListAsync(id, records.RelationsAsync, RelationView.Of, cancellationToken)
            )
            .WithName("listRelations")
            .WithSummary("List a member's business relations")
            .Refuses(404);
        writes
            .MapPost("/{id}/interactions", AddInteraction)
            .WithName("recordInteraction")
            .WithSummary("Record an interaction")
            .Refuses(400, 404, 409, 422);
        writes
            .MapPost("/{id}/relations", AddRelation)
            .WithName("addRelation")
            .WithSummary("Add a business relation")
            .Refuses(400, 404, 409, 422);
        writes
            .MapDelete("/{id}/relations/{relationId}", RemoveRelation)
            .WithName("removeRelation")
            .WithSummary("Remove a business relation")
            .Refuses(404);
    }

    private static async Task<Results<Created<InteractionView>, ProblemHttpResult>> AddInteraction(
        MemberId id,
        InteractionData body,
        HttpContext http,
        RecordHistory record,
        CancellationToken cancellationToken
    ) =>
        (await record.AddInteractionAsync(id, body, http.User.Subject(), cancellationToken)).ToCreated(
            InteractionView.Of,
            interaction => $"{MemberEndpoints.Path}/{id}/interactions/{interaction.Id}"
        );

    private static async Task<Results<Created<RelationView>, ProblemHttpResult>> AddRelation(
        MemberId id,
        RelationData body,
        RecordHistory record,
        CancellationToken cancellationToken
    ) =>
        (await record.AddRelationAsync(id, body, cancellationToken)).ToCreated(
            RelationView.Of,
            relation => $"{MemberEndpoints.Path}/{id}/relations/{relation.Id}"
        );

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveRelation(
        MemberId id,
        RelationId relationId,
        RecordHistory record,
        CancellationToken cancellationToken
    ) => (await record.RemoveRelationAsync(id, relationId, cancellationToken)).ToNoContent();

    private static async Task<Results<Ok<Page<InteractionView>>, ProblemHttpResult>> Interactions(
        MemberId id,
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        MemberRecords records,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (!await records.ExistsAsync(id, cancellationToken))
        {
            return MemberRefusals.NoSuchMember.ToProblem();
        }

        var interactions = context.Interactions.AsNoTracking().Where(interaction => interaction.MemberId == id);
        if (position is not null)
        {
            if (
                !MemberCursors.TryRead<InteractionId>(position, out var number, out var last)
                || !MemberCursors.TryInstant(number, out var at)
            )
            {
                return MemberCursors.Unknown.ToProblem();
            }

            interactions = interactions.Where(i => i.OccurredAt < at || (i.OccurredAt == at && i.Id < last));
        }

        var rows = await interactions
            .OrderByDescending(interaction => interaction.OccurredAt)
            .ThenByDescending(interaction => interaction.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(rows, InteractionView.Of, i => MemberCursors.Write(i.OccurredAt.ToUnixTimeMicroseconds(), i.Id))
        );
    }
}
